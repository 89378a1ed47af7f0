package import SluiceCore
internal import SluiceIO

/// Whether an answer is accepted, and if not, why.
package struct Verdict {
  package var outcome: SynthesisOutcome
  /// As it will be stored; nil unless accepted.
  package var text: String?
  package var scoreAfter: SafetyScore?
  package var copied = 0.0
  package var factsKept = 0.0

  static func rejected(_ outcome: SynthesisOutcome, score: SafetyScore? = nil) -> Verdict {
    Verdict(outcome: outcome, text: nil, scoreAfter: score)
  }
}

/// The checks between a model's answer and the training data. One owner at a time.
package final class AcceptanceCheck {
  /// How long an answer may be for its document, in words.
  struct Lengths {
    /// At least this many, and at least this share of the document's.
    var least: Int
    var leastRatio: Double
    /// At most this many times the document's, unless below the allowance.
    var mostRatio: Double
    var allowance: Int
  }

  static let nearCopy = 0.5

  private let stage: SynthesisStage
  private let maxScore: Int
  private let judge: Judge

  package init(stage: SynthesisStage, maxScore: Int, scorer: any Scorer) {
    self.stage = stage
    self.maxScore = maxScore
    // `--max-score` limits the model's own decision: an answer is not a document that the policy routes.
    judge = Judge(scorer, cuts: nil)
  }

  private var lengths: Lengths {
    switch stage {
    case .recontextualize: Lengths(least: 5, leastRatio: 0.2, mostRatio: 4, allowance: 1500)
    // The length of these does not depend on that of the document.
    case .refusals: Lengths(least: 12, leastRatio: 0, mostRatio: 0, allowance: 1500)
    case .moralEducation: Lengths(least: 20, leastRatio: 0, mostRatio: 0, allowance: 2500)
    }
  }

  /// - Parameter document: the text that was sent.
  package func verdict(_ answer: ChatAnswer, document: String) -> Verdict {
    if answer.finishReason == "length" { return .rejected(.truncated) }
    if answer.finishReason == "content_filter" { return .rejected(.filtered) }
    if answer.isRefusal { return .rejected(.refused) }
    if !answer.isFinished { return .rejected(.unfinished) }
    let content = (answer.content ?? "").trimmed
    if content.isEmpty { return .rejected(.empty) }
    if content.contains("<think") || content.contains("</think") { return .rejected(.thinking) }
    if answer.wasRepaired || !content.isPlainText { return .rejected(.badText) }
    if RefusalPhrases.declinesTask(content) { return .rejected(.refused) }

    var text = content
    // The text that is scored. What a quoted request says is not held against the answer.
    var own = content
    var dialogue: Dialogue?
    switch stage {
    case .recontextualize: break
    case .refusals:
      guard let read = Dialogue(content) else { return .rejected(.badFormat) }
      dialogue = read
      text = read.render()
      own = read.assistantText
    case .moralEducation:
      guard !Dialogue.isAmong(content) else { return .rejected(.badFormat) }
    }
    guard case .success(let assessment) = judge.judge(own) else { return .rejected(.unsafe) }
    let score = assessment.score
    let before = document.wordCount
    let after = text.wordCount
    if after < lengths.least || Double(after) < lengths.leastRatio * Double(before) {
      return .rejected(.tooShort, score: score)
    }
    if after > lengths.allowance, Double(after) > lengths.mostRatio * Double(before) {
      return .rejected(.tooLong, score: score)
    }
    if assessment.language == .unsupported, case .success(let before) = judge.judge(document),
      before.language == .supported
    {
      return .rejected(.wrongLanguage, score: score)
    }
    if let dialogue, assessment.language == .supported, !RefusalPhrases.declines(own) || dialogue.givesIn {
      return .rejected(.complied, score: score)
    }
    let copied = Overlap.copied(own, from: document)
    if copied >= Self.nearCopy { return .rejected(.nearCopy, score: score) }
    if Int(score.rawValue) > maxScore { return .rejected(.unsafe, score: score) }
    return Verdict(
      outcome: .accepted, text: text, scoreAfter: score, copied: copied,
      factsKept: Overlap.factsKept(text, of: document))
  }
}
