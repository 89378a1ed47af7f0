internal import Foundation

/// The body of a chat completion response, read field by field.
///
/// An answer is paid for, so only what is needed to find its text can make it unreadable. A field that may be missing
/// and is not of the expected type counts as missing: a server that counts tokens as `20.5` or says `"refusal":false`
/// has still answered.
struct Completion: Decodable {
  /// What the body says, or why no text can be found in it.
  let answer: Result<ChatAnswer, UnreadableAnswer.Reason>
  /// Whether the body reports an error.
  let isError: Bool

  var isAnswer: Bool { if case .success = answer { true } else { false } }

  private enum Key: String, CodingKey {
    case choices, usage, error, message, content, refusal
    case finishReason = "finish_reason"
    case promptTokens = "prompt_tokens"
    case completionTokens = "completion_tokens"
  }

  init(from decoder: any Decoder) throws {
    let body = try decoder.container(keyedBy: Key.self)
    isError = body.holds(.error)
    answer = Self.answer(in: body)
  }

  private static func answer(in body: KeyedDecodingContainer<Key>) -> Result<ChatAnswer, UnreadableAnswer.Reason> {
    guard var choices = try? body.nestedUnkeyedContainer(forKey: .choices), !choices.isAtEnd,
      let choice = try? choices.nestedContainer(keyedBy: Key.self)
    else { return .failure(.noChoice) }
    guard let message = try? choice.nestedContainer(keyedBy: Key.self, forKey: .message) else {
      return .failure(.noMessage)
    }
    var answer = ChatAnswer(content: nil, finishReason: choice.optional(String.self, .finishReason))
    if message.holds(.content) {
      guard let content = message.optional(MessageContent.self, .content) else { return .failure(.badContent) }
      answer.content = content.text
      answer.isRefusal = content.isRefusal
    }
    let refusal = message.optional(String.self, .refusal) ?? ""
    if !refusal.trimmed.isEmpty || message.optional(Bool.self, .refusal) == true { answer.isRefusal = true }
    let usage = try? body.nestedContainer(keyedBy: Key.self, forKey: .usage)
    answer.tokensIn = TokenCount.told(usage?.optional(Int.self, .promptTokens), least: 1)
    answer.tokensOut = TokenCount.told(
      usage?.optional(Int.self, .completionTokens), least: answer.content?.isEmpty == false ? 1 : 0)
    return .success(answer)
  }
}

extension KeyedDecodingContainer {
  /// The value of a field, or nil where it is missing, null, or of another type.
  func optional<T: Decodable>(_ type: T.Type, _ key: Key) -> T? { try? decodeIfPresent(type, forKey: key) ?? nil }

  /// Whether a field is there and not null.
  func holds(_ key: Key) -> Bool { contains(key) && (try? decodeNil(forKey: key)) == false }
}
