/// The parts of a model's answer that matter here.
package struct ChatAnswer: Sendable, Hashable {
  package var content: String?
  package var finishReason: String?
  /// Whether the server marks the answer as a refusal.
  package var isRefusal = false
  package var tokensIn: Int?
  package var tokensOut: Int?
  /// Whether the answer's bytes had to be repaired to be text at all.
  package var wasRepaired = false

  package init(content: String?, finishReason: String? = "stop") {
    self.content = content
    self.finishReason = finishReason
  }

  /// Whether the model ended the answer by itself. Some servers do not say how an answer ended, or say `null`.
  var isFinished: Bool { finishReason.map { $0 == "stop" || $0.isEmpty } ?? true }

  /// The answer with an estimate of its tokens, from the number of bytes, where the server does not count them.
  func counted(for request: ChatRequest) -> ChatAnswer {
    var answer = self
    answer.tokensIn = tokensIn ?? TokenCount.estimate(bytes: request.textBytes)
    answer.tokensOut = tokensOut ?? TokenCount.estimate(bytes: (content ?? "").utf8.count)
    return answer
  }
}
