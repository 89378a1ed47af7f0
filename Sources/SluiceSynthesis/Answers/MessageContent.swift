/// The content of a message: a text, or a list of parts.
struct MessageContent: Decodable {
  /// The texts of all parts, one after another.
  private(set) var text = ""
  private(set) var isRefusal = false

  private enum Key: CodingKey { case type, text, refusal }

  /// - Throws: if it holds anything but text, reasoning and refusals: an answer is never taken without a part of it.
  init(from decoder: any Decoder) throws {
    if let text = try? decoder.singleValueContainer().decode(String.self) {
      self.text = text
      return
    }
    var parts = try decoder.unkeyedContainer()
    while !parts.isAtEnd {
      let part = try parts.nestedContainer(keyedBy: Key.self)
      switch part.optional(String.self, .type) ?? "text" {
      case "text", "output_text": text += try part.decode(String.self, forKey: .text)
      case "refusal": isRefusal = true
      case "thinking", "reasoning": continue
      default:
        throw DecodingError.dataCorruptedError(forKey: .type, in: part, debugDescription: "not a part of a text")
      }
    }
  }
}
