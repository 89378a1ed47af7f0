/// What a classifier says of one document.
public struct Assessment: Sendable, Hashable {
  /// The decision: not simply the likeliest level, but the one the model's thresholds choose.
  public var score: SafetyScore
  /// The calibrated probability of each level.
  public var probabilities: LevelProbabilities
  /// The main harm; `none` for a safe text.
  public var category: Category
  /// Whether the text discusses harm or does it.
  public var stance: Stance
  /// Whether the classifier was trained on text in this language.
  public var language: Language
  /// The text that drove the score, as offsets into the text's UTF-8 bytes, on scalar boundaries.
  public var span: Range<Int>
  /// Bytes of the text the score speaks for. Less than the whole text fails closed.
  public var scoredBytes: Int

  public init(
    score: SafetyScore, probabilities: LevelProbabilities, category: Category, stance: Stance,
    language: Language = .supported, span: Range<Int>, scoredBytes: Int
  ) {
    self.score = score
    self.probabilities = probabilities
    self.category = category
    self.stance = stance
    self.language = language
    self.span = span
    self.scoredBytes = scoredBytes
  }
}
