internal import Foundation

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

  /// Reads the body of a chat completion.
  ///
  /// - Returns: nil if there is no choice in it.
  init?(_ completion: Completion, wasRepaired: Bool = false) {
    guard let choice = completion.choices?.first else { return nil }
    content = choice.message?.content
    finishReason = choice.finishReason
    isRefusal = choice.message?.refusal.map { !$0.isEmpty } ?? false
    tokensIn = completion.usage?.promptTokens
    tokensOut = completion.usage?.completionTokens
    self.wasRepaired = wasRepaired
  }

  /// The answer with an estimate of its tokens, from the number of bytes, where the server does not count them.
  func counted(for request: ChatRequest) -> ChatAnswer {
    var answer = self
    answer.tokensIn = tokensIn ?? request.textBytes / 3 + 1
    answer.tokensOut = tokensOut ?? (content ?? "").utf8.count / 3 + 1
    return answer
  }
}

/// The body of a chat completion response.
struct Completion: Decodable {
  /// Reads the API's names, which have underscores.
  static var decoder: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return decoder
  }

  struct Choice: Decodable {
    var message: Message?
    var finishReason: String?
  }

  struct Message: Decodable {
    var content: String?
    var refusal: String?
  }

  struct Usage: Decodable {
    var promptTokens: Int?
    var completionTokens: Int?
  }

  var choices: [Choice]?
  var usage: Usage?
}
