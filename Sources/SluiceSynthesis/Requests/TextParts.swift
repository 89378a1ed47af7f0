/// The treatment of a document that is longer than a request takes.
package enum LongText: String, CaseIterable, Sendable, Codable {
  /// Parts are asked for one by one, and their answers joined.
  case split
  /// The beginning is used.
  case clip
  /// The document is not asked about.
  case skip
}

/// Cuts texts by words, at the end of a sentence where one is near.
package enum TextParts {
  /// The most bytes per word, on average: in text without spaces the limit on words alone would mean nothing.
  private static let bytesPerWord = 12

  /// - Returns: the text as it is if it is short enough; otherwise its beginning, its parts in order, or nothing.
  package static func of(_ text: String, maxWords: Int, long: LongText) -> [String] {
    let bytes = Array(text.utf8)
    var parts: [String] = []
    var start = 0
    while start < bytes.count {
      let end = cut(bytes, from: start, maxWords: maxWords)
      if parts.isEmpty, end < bytes.count {
        // Only white space may follow.
        let isLong = bytes[end...].contains { !isSpace($0) }
        if isLong, long == .skip { return [] }
        if long == .clip || !isLong { return [String(decoding: bytes[start..<end], as: UTF8.self)] }
      }
      let part = String(decoding: bytes[start..<end], as: UTF8.self)
      if part.utf8.contains(where: { !isSpace($0) }) { parts.append(part) }
      start = end
    }
    return parts.isEmpty ? [text] : parts
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }

  /// The end of the part that starts at an offset.
  private static func cut(_ bytes: [UInt8], from start: Int, maxWords: Int) -> Int {
    let limit = start + maxWords * bytesPerWord
    var words = 0
    var inWord = false
    var sentenceEnd = start
    var wordEnd = start
    var i = start
    while i < bytes.count {
      if isSpace(bytes[i]) {
        if inWord {
          wordEnd = i
          if endsSentence(bytes, i, from: start) || bytes[i] == 0x0a { sentenceEnd = i }
        }
        inWord = false
      } else {
        if !inWord { words += 1 }
        inWord = true
        if words > maxWords || i >= limit { break }
        if isWideStop(bytes, i) { sentenceEnd = i + 3 }
      }
      i += 1
    }
    if i == bytes.count { return i }
    if sentenceEnd > start + (i - start) / 2 { return sentenceEnd }
    if wordEnd > start { return wordEnd }
    while i > start + 1, bytes[i] & 0xc0 == 0x80 { i -= 1 }
    return i
  }

  /// Whether the word before an offset ends a sentence. Quotes and brackets after the full stop are ignored.
  private static func endsSentence(_ bytes: [UInt8], _ end: Int, from start: Int) -> Bool {
    var i = end - 1
    while i > start, [0x22, 0x27, 0x29, 0x5d].contains(bytes[i]) { i -= 1 }
    return [0x2e, 0x21, 0x3f].contains(bytes[i])
  }

  /// 。！？ in UTF-8.
  private static func isWideStop(_ bytes: [UInt8], _ i: Int) -> Bool {
    guard i + 2 < bytes.count else { return false }
    let three = (bytes[i], bytes[i + 1], bytes[i + 2])
    return three == (0xe3, 0x80, 0x82) || three == (0xef, 0xbc, 0x81) || three == (0xef, 0xbc, 0x9f)
  }
}
