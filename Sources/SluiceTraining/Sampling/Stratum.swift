package import SluiceCore

/// How sure a model is of a document, by the probability of its most probable level.
package enum Uncertainty: String, CaseIterable, Sendable, Codable {
  /// 0.9 and more.
  case sure
  /// 0.6 to 0.9.
  case leaning
  /// Below 0.6.
  case unsure

  package init(_ probabilities: LevelProbabilities) {
    var top: UInt16 = 0
    for level in 0..<SafetyScore.count { top = max(top, probabilities.parts[level]) }
    self = top >= 9000 ? .sure : top >= 6000 ? .leaning : .unsure
  }
}

/// A kind of document a sample draws from; properties not stratified by are nil.
package struct Stratum: Sendable, Hashable, Comparable {
  package var score: SafetyScore?
  package var source: Name?
  package var uncertainty: Uncertainty?

  package static func < (a: Self, b: Self) -> Bool { a.order < b.order }

  private var order: (Int, Name, String) {
    (score.map { Int($0.rawValue) } ?? -1, source ?? "", uncertainty?.rawValue ?? "")
  }
}

/// What strata are made of.
package struct StratumProperties: OptionSet, Sendable {
  package let rawValue: Int

  package init(rawValue: Int) { self.rawValue = rawValue }

  package static let score = Self(rawValue: 1)
  package static let source = Self(rawValue: 2)
  package static let uncertainty = Self(rawValue: 4)
  package static let all: Self = [.score, .source, .uncertainty]
}
