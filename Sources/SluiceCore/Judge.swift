/// Scores texts as a run does: the model's assessment, decided by the policy's cuts where it has some, and only if
/// it speaks for the whole text. Everything that needs the score of a document asks a judge and not a session, so
/// that nobody can forget the cuts. One thread at a time.
public final class Judge {
  private let session: any ScoringSession
  private let cuts: ScoreCuts?

  /// - Parameter cuts: the policy's; nil leaves the model's own decision.
  public init(_ scorer: any Scorer, cuts: ScoreCuts?) {
    session = scorer.makeSession()
    self.cuts = cuts
  }

  /// Scores one text. Nothing is allocated once the session's scratch memory has grown.
  ///
  /// - Parameter text: valid UTF-8, possibly empty.
  /// - Returns: why the document must be quarantined if there is not a score for all of it.
  public func judge(_ text: UnsafeBufferPointer<UInt8>) -> Result<Assessment, QuarantineReason> {
    guard var assessment = session.assess(text) else { return .failure(.classifierFailed) }
    guard assessment.scoredBytes == text.count else { return .failure(.partlyScored) }
    if let cuts { assessment.score = cuts.score(assessment.probabilities) }
    return .success(assessment)
  }

  /// Scores one text that is a `String`.
  public func judge(_ text: String) -> Result<Assessment, QuarantineReason> {
    var text = text
    return text.withUTF8 { judge($0) }
  }
}
