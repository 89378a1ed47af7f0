/// Decision cuts that replace a model's own: the score is the highest level whose probability, together with those
/// of the levels above it, reaches the level's cut, and 0 if there is none.
public struct ScoreCuts: Sendable, Hashable {
  /// For levels 1 to 5, in ten-thousandths.
  public let parts: [Int]

  /// - Precondition: there are five cuts.
  public init(_ parts: [Int]) {
    precondition(parts.count == SafetyScore.count - 1, "each level but 0 has a cut")
    self.parts = parts
  }

  /// The level that these cuts decide.
  public func score(_ probabilities: LevelProbabilities) -> SafetyScore {
    SafetyScore.allCases.dropFirst().last {
      probabilities.parts(atLeast: $0) >= parts[Int($0.rawValue) - 1]
    } ?? .safe
  }
}
