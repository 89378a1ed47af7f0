package import SluiceCore
package import SluiceLedger

/// Decides what to ask about a document, from what was asked before. Pure: the same ledger rows give the
/// same requests in any process.
package struct RequestPlanner: Sendable {
  let stage: SynthesisStage
  let settings: SynthesisSettings
  let options: ModelOptions
  let renderer: PromptRenderer

  package init(
    stage: SynthesisStage, settings: SynthesisSettings, options: ModelOptions, library: PromptLibrary
  ) throws {
    self.stage = stage
    self.settings = settings
    self.options = options
    renderer = try PromptRenderer(stage.rawValue, library: library, seed: settings.seed)
  }

  package func state(
    of document: SourceDocument, after attempts: [SynthesisAttempt]
  ) -> DocumentState<SynthesisRow> {
    let parts = TextParts.of(document.text, maxWords: settings.maxWords, long: settings.long)
    if parts.isEmpty { return .skipped }
    if Self.isExhausted(attempts, settings: settings) { return .exhausted }
    var due: [DueRequest<SynthesisRow>] = []
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
    return isAccepted ? .done : .due(due)
  }

  /// Whether a part of the document has had all the answers it may have rejected.
  package static func isExhausted(_ attempts: [SynthesisAttempt], settings: SynthesisSettings) -> Bool {
    var rejected: [Int: Int] = [:]
    for attempt in attempts where attempt.outcome.isAnswered && attempt.outcome != .accepted {
      rejected[attempt.part, default: 0] += 1
    }
    return rejected.values.contains { $0 >= settings.attempts }
  }

  /// - Returns: nil if every style has been tried.
  private func plan(
    _ document: SourceDocument, part: Int, of parts: Int, text: String, after earlier: [SynthesisAttempt], number: Int
  ) -> DueRequest<SynthesisRow>? {
    func planned(_ style: String) -> DueRequest<SynthesisRow> {
      // Parts may have the same text.
      let key = parts == 1 ? document.key : "\(document.key)\n\(part)"
      let messages = renderer.messages(key: key, text: text, category: document.category, style: style)
      let request = ChatRequest(messages, options: options)
      let attempt = SynthesisAttempt(
        key: document.key, stage: stage, prompt: renderer.name, promptVersion: renderer.version(style: style),
        style: style, model: options.model, requestHash: request.hash, attempt: number, scoreBefore: document.score,
        part: part, parts: parts)
      return DueRequest(row: SynthesisRow(attempt), request: request)
    }
    let answered = Set(earlier.lazy.filter(\.outcome.isAnswered).map(\.requestHash))
    let used = Set(earlier.lazy.filter(\.outcome.isAnswered).map(\.style))
    // A style that was answered under another model or prompt would now be asked in other words; a style that
    // was not answered yet is better.
    guard let style = renderer.order(key: document.key).first(where: { !used.contains($0) }) else {
      return nil
    }
    var next = planned(style)
    guard !answered.contains(next.request.hash) else { return nil }
    if let pending = earlier.last, pending.outcome == .pending {
      if pending.requestHash == next.request.hash {
        next.row = SynthesisRow(pending)
        next.isNew = false
      } else {
        next.supersedes = SynthesisRow(pending)
      }
    }
    return next
  }
}
