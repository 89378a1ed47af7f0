public import SluiceCore

/// A fastText model as a scorer. The whole document is scored at once, so the evidence span is the
/// whole text; fastText knows no language, so every text counts as supported.
///
/// A level's probability is the sum of its labels' probabilities, normalised over the levels. The
/// score is the level with the most; where two are equal, the higher. Category and stance come
/// from the most probable label of that level.
public final class FastTextScorer: Scorer {
  /// `fasttext:` and the name of the file.
  public let name: String
  /// SHA-256 of the file, 64 lower-case hex digits.
  public var digest: String { model.digest }
  package let model: FastTextModel
  let targets: [LabelTarget]
  private let folded: FoldedMatrix?

  /// Gives the labels of a model their meaning.
  ///
  /// - Parameter labels: what the labels mean, with or without `__label__`; nil if the labels are
  ///   the levels themselves, `__label__0` to `__label__5`.
  /// - Throws: ``ModelFileError`` that lists the labels without a meaning and says what to write in
  ///   the policy.
  public init(model: FastTextModel, labels: [Name: LabelTarget]? = nil) throws(ModelFileError) {
    self.model = model
    targets = try LabelMap.resolve(model.labels, given: labels, path: model.path)
    let file = Name(model.path).split("/").last?.text ?? model.path
    name = "fasttext:\(file)"
    folded = FoldedMatrix.pays(for: model) ? FoldedMatrix(model) : nil
  }

  /// A session for one worker.
  public func makeSession() -> any ScoringSession { FastTextSession(self) }

  /// The label probabilities themselves.
  package func makePredictor() -> FastTextPredictor { FastTextPredictor(model: model, folded: folded) }
}

/// One worker's view of a ``FastTextScorer``.
final class FastTextSession: ScoringSession {
  private let predictor: FastTextPredictor
  private let targets: [LabelTarget]

  init(_ scorer: FastTextScorer) {
    predictor = scorer.makePredictor()
    targets = scorer.targets
  }

  func assess(_ text: UnsafeBufferPointer<UInt8>) -> Assessment? {
    let assessment = predictor.withProbabilities(of: text) { assess($0, byteCount: text.count) }
    return assessment ?? nil
  }

  private func assess(_ probabilities: UnsafeBufferPointer<Float>, byteCount: Int) -> Assessment? {
    var levels = InlineArray<6, Float>(repeating: 0)
    for label in 0..<probabilities.count { levels[Int(targets[label].score.rawValue)] += probabilities[label] }
    guard let rounded = LevelProbabilities(rounding: levels) else { return nil }
    var level = 0
    for k in 1..<SafetyScore.count where levels[k] > 0 && levels[k] >= levels[level] { level = k }
    var best = -1
    for label in 0..<probabilities.count where Int(targets[label].score.rawValue) == level {
      if best < 0 || probabilities[label] > probabilities[best] { best = label }
    }
    guard best >= 0, let score = SafetyScore(rawValue: UInt8(level)) else { return nil }
    return Assessment(
      score: score, probabilities: rounded, category: targets[best].category ?? Category.none,
      stance: targets[best].stance ?? (score == .safe ? Stance.none : .harmful), span: 0..<byteCount,
      scoredBytes: byteCount)
  }
}
