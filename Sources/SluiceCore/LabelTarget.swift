/// What one label of a foreign classifier means in sluice's terms: an entry of a policy's `labels`.
public struct LabelTarget: Sendable, Hashable {
  /// The level that the label stands for.
  public var score: SafetyScore
  /// Nil if the label does not tell; assessments then say `none`.
  public var category: Category?
  /// Nil if the label does not tell; assessments then say `none` at score 0 and `harmful` above.
  public var stance: Stance?

  public init(score: SafetyScore, category: Category? = nil, stance: Stance? = nil) {
    self.score = score
    self.category = category
    self.stance = stance
  }
}
