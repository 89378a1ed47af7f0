internal import SluiceCore

extension SplitMix64 {
  /// Uniform in [0, 1).
  mutating func uniform() -> Float { Float(next() >> 40) * 0x1p-24 }

  /// Roughly normal, mean 0, deviation 1.
  mutating func normal() -> Float {
    var sum: Float = 0
    for _ in 0..<12 { sum += uniform() }
    return sum - 6
  }

  /// Numbers below `count` in random order.
  mutating func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    var index = count - 1
    while index > 0 {
      let other = Int((next() >> 33) % UInt64(index + 1))
      order.swapAt(index, other)
      index -= 1
    }
    return order
  }
}
