/// SplitMix64 (Steele, Lea and Flood 2014): the same numbers for a seed on every machine.
package struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= Self.step
    return Self.mixed(state)
  }

  /// The number that `next` gives after `index` others, without making those.
  package static func number(_ index: Int, seed: UInt64) -> UInt64 { mixed(seed &+ UInt64(index + 1) &* step) }

  /// An index below `count`, by multiplication; its bias is below `count / 2^64`.
  package mutating func index(below count: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(count)).high) }

  private static let step: UInt64 = 0x9e37_79b9_7f4a_7c15

  /// Spreads the bits of a value so that neighbours share none.
  package static func mixed(_ state: UInt64) -> UInt64 {
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
