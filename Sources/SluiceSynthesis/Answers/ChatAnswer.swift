internal import Foundation

/// What a model answered, as far as it matters.
package struct ChatAnswer: Sendable, Hashable {
  package var content: String?
  package var finishReason: String?
  /// Whether the server marks the answer as a refusal.
  package var isRefusal = false
  package var tokensIn: Int?
  package var tokensOut: Int?
  /// Whether the answer's bytes had to be repaired to be text at all.
  package var wasRepaired = false

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
