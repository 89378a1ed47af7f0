internal import SluiceIO

/// One message of a conversation with a model.
package struct ChatMessage: Sendable, Hashable {
  package var role: String
  package var content: String

  package init(role: String, content: String) {
    self.role = role
    self.content = content
  }
}

/// The body of a chat completion request. Equal requests are equal bytes, and so have equal hashes.
package struct ChatRequest: Sendable, Hashable {
  package let body: [UInt8]
  /// SHA-256 of the body, lower-case hex: what the request is known by, also in batch files.
  package let hash: String
  /// UTF-8 bytes of the messages' texts.
  package let textBytes: Int

  package init(_ messages: [ChatMessage], options: ModelOptions) {
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
  package var batchLine: [UInt8] {
    Array(#"{"custom_id":""#.utf8) + Array(hash.utf8)
      + Array(#"","method":"POST","url":"/v1/chat/completions","body":"#.utf8) + body + Array("}\n".utf8)
  }
}
