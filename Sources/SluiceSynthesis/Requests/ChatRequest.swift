internal import SluiceIO

/// One message of a conversation with a model.
struct ChatMessage: Sendable, Hashable {
  var role: String
  var content: String
}

/// Which model is asked, and how.
package struct ModelOptions: Sendable, Hashable {
  /// What the limit on an answer's tokens is called; servers know one or both.
  package enum LimitField: String, Sendable, CaseIterable {
    case maxCompletionTokens = "max_completion_tokens"
    case maxTokens = "max_tokens"
  }

  package var model: String
  package var maxTokens: Int
  package var temperature: Double
  package var limitField = LimitField.maxCompletionTokens

  package init(model: String, maxTokens: Int, temperature: Double) {
    self.model = model
    self.maxTokens = maxTokens
    self.temperature = temperature
  }
}

/// The body of a chat completion request. Equal requests are equal bytes, and so have equal hashes.
struct ChatRequest: Sendable, Hashable {
  let body: [UInt8]
  /// SHA-256 of the body, lower-case hex: what the request is known by, also in batch files.
  let hash: String
  /// UTF-8 bytes of the messages' texts.
  let textBytes: Int

  init(_ messages: [ChatMessage], options: ModelOptions) {
    let buffer = ByteBuffer()
    buffer.append(#"{"model":"#)
    buffer.appendJSONString(options.model)
    buffer.append(#","messages":["#)
    for (index, message) in messages.enumerated() {
      if index > 0 { buffer.append(",") }
      buffer.append(#"{"role":"#)
      buffer.appendJSONString(message.role)
      buffer.append(#","content":"#)
      buffer.appendJSONString(message.content)
      buffer.append("}")
    }
    buffer.append(#"],""#)
    buffer.append(Array(options.limitField.rawValue.utf8))
    buffer.append(#"":"#)
    buffer.append(options.maxTokens)
    buffer.append(#","temperature":"#)
    buffer.append(Array("\(options.temperature)".utf8))
    buffer.append("}")
    body = Array(buffer.bytes)
    hash = SHA256Digest.hex(of: body)
    textBytes = messages.reduce(0) { $0 + $1.content.utf8.count }
  }

  /// The line of a batch file.
  var batchLine: [UInt8] {
    Array(#"{"custom_id":""#.utf8) + Array(hash.utf8)
      + Array(#"","method":"POST","url":"/v1/chat/completions","body":"#.utf8) + body + Array("}\n".utf8)
  }
}
