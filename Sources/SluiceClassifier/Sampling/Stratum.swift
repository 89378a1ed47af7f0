public import SluiceCore

/// How sure a model is of a document, by the probability of its most probable level.
public enum Uncertainty: String, CaseIterable, Sendable, Codable {
  /// 0.9 and more.
  case sure
  /// 0.6 to 0.9.
  case leaning
  /// Below 0.6.
  case unsure

  public init(_ probabilities: LevelProbabilities) {
    var top: UInt16 = 0
    for level in 0..<SafetyScore.count { top = max(top, probabilities.parts[level]) }
    self = top >= 9000 ? .sure : top >= 6000 ? .leaning : .unsure
  }
}

/// A kind of document a sample draws from; properties not stratified by are nil.
public struct Stratum: Sendable, Hashable, Comparable {
  public var score: SafetyScore?
  public var source: String?
  public var uncertainty: Uncertainty?

  public static func < (a: Self, b: Self) -> Bool { a.order < b.order }

  private var order: (Int, String, String) {
    (score.map { Int($0.rawValue) } ?? -1, source ?? "", uncertainty?.rawValue ?? "")
  }
}

/// What strata are made of.
public struct StratumProperties: OptionSet, Sendable {
  public let rawValue: Int

  public init(rawValue: Int) { self.rawValue = rawValue }

  public static let score = Self(rawValue: 1)
  public static let source = Self(rawValue: 2)
  public static let uncertainty = Self(rawValue: 4)
  public static let all: Self = [.score, .source, .uncertainty]
}
