internal import SluiceCore
internal import SluiceLedger

/// A request that is due, and its row of the ledger.
struct PlannedRequest: Sendable {
  var attempt: SynthesisAttempt
  var request: ChatRequest
  /// Whether the ledger has no row of it yet.
  var isNew: Bool
  /// A pending row this one replaces: prompt or model have changed since.
  var supersedes: SynthesisAttempt?
}

/// What is left to ask about a document.
enum DocumentState {
  case due([PlannedRequest])
  case accepted
  /// Every answer the settings allow was rejected.
  case exhausted
  /// Too long, and the settings say to pass it over.
  case skipped
}

/// Decides what to ask about a document, from what was asked before. Pure: the same ledger rows give the
/// same requests, in whatever process.
struct RequestPlanner: Sendable {
  let stage: SynthesisStage
  let settings: SynthesisSettings
  let options: ModelOptions
  let renderer: PromptRenderer

  func state(of document: SourceDocument, after attempts: [SynthesisAttempt]) -> DocumentState {
    let parts = TextParts.of(document.text, maxWords: settings.maxWords, long: settings.long)
    if parts.isEmpty { return .skipped }
    if Self.isExhausted(attempts, settings: settings) { return .exhausted }
    var due: [PlannedRequest] = []
    var number = attempts.last?.attempt ?? 0
    var isAccepted = true
    for (index, text) in parts.enumerated() {
      let part = index + 1
      let earlier = attempts.filter { $0.part == part }
      if earlier.contains(where: { $0.outcome == .accepted }) { continue }
      isAccepted = false
      guard let planned = plan(document, part: part, of: parts.count, text: text, after: earlier, number: number + 1)
      else { return .exhausted }
      if planned.isNew { number += 1 }
      due.append(planned)
    }
    return isAccepted ? .accepted : .due(due)
  }

  /// Whether a part of the document has had all the answers it may have rejected.
  static func isExhausted(_ attempts: [SynthesisAttempt], settings: SynthesisSettings) -> Bool {
    var rejected: [Int: Int] = [:]
    for attempt in attempts where attempt.outcome.isAnswered && attempt.outcome != .accepted {
      rejected[attempt.part, default: 0] += 1
    }
    return rejected.values.contains { $0 >= settings.attempts }
  }

  /// - Returns: nil if every style has been tried.
  private func plan(
    _ document: SourceDocument, part: Int, of parts: Int, text: String, after earlier: [SynthesisAttempt], number: Int
  ) -> PlannedRequest? {
    func planned(_ style: String) -> PlannedRequest {
      // Parts may have the same text.
      let key = parts == 1 ? document.key : "\(document.key)\n\(part)"
      let messages = renderer.messages(key: key, text: text, category: document.category, style: style)
      let request = ChatRequest(messages, options: options)
      let attempt = SynthesisAttempt(
        key: document.key, stage: stage, prompt: renderer.name, promptVersion: renderer.version(style: style),
        style: style, model: options.model, requestHash: request.hash, attempt: number, scoreBefore: document.score,
        part: part, parts: parts)
      return PlannedRequest(attempt: attempt, request: request, isNew: true)
    }
    let answered = Set(earlier.lazy.filter(\.outcome.isAnswered).map(\.requestHash))
    let used = Set(earlier.lazy.filter(\.outcome.isAnswered).map(\.style))
    // A style that was answered under another model or prompt would be other words, but rather a new style.
    guard let style = renderer.order(key: document.key).first(where: { !used.contains($0) }) else {
      return nil
    }
    var next = planned(style)
    guard !answered.contains(next.request.hash) else { return nil }
    if let pending = earlier.last, pending.outcome == .pending {
      if pending.requestHash == next.request.hash {
        next.attempt = pending
        next.isNew = false
      } else {
        next.supersedes = pending
      }
    }
    return next
  }
}
