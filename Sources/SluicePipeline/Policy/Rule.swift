/// A rule as read.
struct Rule: Sendable {
  var name: String
  /// Nil for the final rule, which takes everything.
  var when: Condition?
  /// The rule does not apply where all of this holds.
  var unless: Condition?
  var destination: Destination

  /// The scores it takes, if it looks at nothing else; nil for the final rule too.
  var onlyScores: LevelSet? { unless == nil ? when?.onlyScores : nil }
}
