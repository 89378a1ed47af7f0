/// What one label of a foreign classifier means in sluice's terms: an entry of a policy's `labels`.
public struct LabelTarget: Sendable, Hashable {
  public var score: SafetyScore
  /// Nil leaves the category at `none`.
  public var category: Category?
  /// Nil leaves the stance at `none`.
  public var stance: Stance?

  public init(score: SafetyScore, category: Category? = nil, stance: Stance? = nil) {
    self.score = score
    self.category = category
    self.stance = stance
  }
}
