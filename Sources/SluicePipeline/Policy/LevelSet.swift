internal import SluiceCore

/// A set of score levels: bit k is score k.
struct LevelSet: Sendable, Hashable {
  var bits: UInt8

  static let all = LevelSet(bits: 0b11_1111)

  init(bits: UInt8) { self.bits = bits }

  init(_ range: ClosedRange<Int>) {
    bits = 0
    for k in range where (0...5).contains(k) { bits |= 1 << UInt8(k) }
  }

  init(_ bounds: Bounds) {
    bits = 0
    for k in 0...5 where k >= (bounds.min ?? 0) && k <= (bounds.max ?? 5) { bits |= 1 << UInt8(k) }
  }

  func contains(_ k: Int) -> Bool { bits >> UInt8(k) & 1 == 1 }

  var levels: [Int] { (0...5).filter(contains) }

  /// The set as one unbroken range; nil if it has gaps or is empty.
  var range: ClosedRange<Int>? {
    guard let low = levels.first, let high = levels.last, levels.count == high - low + 1 else { return nil }
    return low...high
  }

  /// Ten-thousandths of probability on these levels.
  @inline(__always)
  static func parts(of probabilities: LevelProbabilities, on bits: UInt8) -> Int {
    var sum = 0
    for k in 0..<6 where bits >> UInt8(k) & 1 == 1 { sum += Int(probabilities.parts[k]) }
    return sum
  }
}
