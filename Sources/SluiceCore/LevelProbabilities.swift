/// Six calibrated probabilities, one a level, in ten-thousandths that sum to 10,000.
///
/// They are integers so that what a policy compares, what the ledger stores and what a report
/// recomputes from the ledger are the same numbers, on every machine.
public struct LevelProbabilities: Sendable, Hashable {
  /// Parts of 10,000; element k belongs to score k.
  public private(set) var parts: InlineArray<6, UInt16>

  /// What the parts sum to.
  public static let whole = 10_000

  public static func == (a: Self, b: Self) -> Bool {
    for k in 0..<6 where a.parts[k] != b.parts[k] { return false }
    return true
  }

  public func hash(into hasher: inout Hasher) {
    for k in 0..<6 { hasher.combine(parts[k]) }
  }

  /// - Precondition: the parts sum to 10,000.
  public init(parts: InlineArray<6, UInt16>) {
    var sum = 0
    for k in 0..<6 { sum += Int(parts[k]) }
    precondition(sum == Self.whole, "probabilities must sum to 10,000 parts")
    self.parts = parts
  }

  /// Rounds real probabilities by largest remainder; ties go to the lower level.
  ///
  /// - Returns: nil if a value is not finite, is negative, or if all are zero.
  public init?(rounding values: InlineArray<6, Float>) {
    var sum: Float = 0
    for k in 0..<6 {
      guard values[k].isFinite, values[k] >= 0 else { return nil }
      sum += values[k]
    }
    guard sum > 0, sum.isFinite else { return nil }
    var parts = InlineArray<6, UInt16>(repeating: 0)
    var remainders = InlineArray<6, Float>(repeating: 0)
    var missing = Self.whole
    for k in 0..<6 {
      let exact = values[k] / sum * Float(Self.whole)
      parts[k] = UInt16(exact)
      remainders[k] = exact - Float(parts[k])
      missing -= Int(parts[k])
    }
    while missing != 0 {
      var best = 0
      for k in 1..<6 where missing > 0 ? remainders[k] > remainders[best] : parts[k] > parts[best] { best = k }
      if missing > 0 {
        parts[best] += 1
        remainders[best] = -1
        missing -= 1
      } else {
        parts[best] -= 1
        missing += 1
      }
    }
    self.parts = parts
  }

  /// The probability of one level as a fraction of 1.
  public subscript(_ score: SafetyScore) -> Double { Double(parts[Int(score.rawValue)]) / Double(Self.whole) }

  /// Parts of 10,000 at or above a level.
  public func parts(atLeast score: SafetyScore) -> Int {
    var sum = 0
    for k in Int(score.rawValue)..<6 { sum += Int(parts[k]) }
    return sum
  }

  /// The mean level, 0 to 5, in ten-thousandths of a level.
  public var expectedParts: Int {
    var sum = 0
    for k in 1..<6 { sum += k * Int(parts[k]) }
    return sum
  }

  /// The mean level, 0 to 5.
  public var expected: Double { Double(expectedParts) / Double(Self.whole) }
}
