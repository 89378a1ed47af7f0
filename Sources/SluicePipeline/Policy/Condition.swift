internal import SluiceCore

/// What a rule's `when:` or `not:` asks for, as read. All that is given must hold.
struct Condition: Sendable {
  var scores: LevelSet?
  /// Ten-thousandths of probability that must lie on `scores`; set by what-if variants only.
  var gate: Int?
  var probability: ProbabilityTest?
  /// In ten-thousandths of a level.
  var expected: Bounds?
  var categories: [Category]?
  var stances: [Stance]?
  var languages: [Language]?
  var bytes: Bounds?
  var words: Bounds?
  /// Indexes into the policy's matchers.
  var matchers: [Int] = []

  /// Whether the score decides alone.
  var isScoreOnly: Bool {
    scores != nil && gate == nil && isFinite && categories == nil && stances == nil && languages == nil
  }

  /// Whether it looks only at things with finitely many values, so that coverage can be computed.
  var isFinite: Bool {
    gate == nil && probability == nil && expected == nil && bytes == nil && words == nil && matchers.isEmpty
  }
}

/// A comparison of the probability that lies on some levels.
struct ProbabilityTest: Sendable, Hashable {
  enum Levels: Sendable, Hashable {
    case atLeast(Int)
    case atMost(Int)
    case exactly(Int)

    var set: LevelSet {
      switch self {
      case .atLeast(let k): LevelSet(k...5)
      case .atMost(let k): LevelSet(0...k)
      case .exactly(let k): LevelSet(k...k)
      }
    }
  }

  var levels: Levels
  /// In ten-thousandths.
  var bounds: Bounds
}

/// A rule as read.
struct Rule: Sendable {
  var name: String
  /// Nil for the final rule, which takes everything.
  var when: Condition?
  /// The rule does not apply where all of this holds.
  var unless: Condition?
  var destination: Destination
}
