internal import SluiceIO

/// Escapes the tag's own characters in a text, where a tokenizer would see the tag: a word joiner (U+2060) after the
/// tag's first character breaks it up. If there are joiners already, one more is added, so that escaping can be
/// undone: each place loses one.
package struct TagEscape: Sendable {
  private static let joiner = Array("\u{2060}".utf8)
  private let head: [UInt8]
  private let tail: [UInt8]

  package init(tag: String) {
    let first = String(tag.unicodeScalars.prefix(1))
    head = Array(first.utf8)
    tail = Array(tag.utf8.dropFirst(head.count))
  }

  /// - Returns: the text as it may be written, and how many places were changed.
  package func escape(_ text: UnsafeBufferPointer<UInt8>) -> (text: [UInt8], places: Int) {
    rewrite(text) { $0 + 1 }
  }

  package func unescape(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] { rewrite(text) { max(0, $0 - 1) }.text }

  private func rewrite(_ text: UnsafeBufferPointer<UInt8>, _ joiners: (Int) -> Int) -> (text: [UInt8], places: Int) {
    var places = 0
    var result: [UInt8] = []
    result.reserveCapacity(text.count + 16)
    var i = 0
    while i < text.count {
      if let found = match(text, at: i) {
        places += 1
        result += head
        for _ in 0..<joiners(found.joiners) { result += Self.joiner }
        result += tail
        i = found.end
      } else {
        result.append(text[i])
        i += 1
      }
    }
    return (result, places)
  }

  /// The tag with any number of joiners after its first character.
  private func match(_ text: UnsafeBufferPointer<UInt8>, at start: Int) -> (joiners: Int, end: Int)? {
    func isThere(_ bytes: [UInt8], _ at: Int) -> Bool {
      at + bytes.count <= text.count && UnsafeBufferPointer(rebasing: text[at..<at + bytes.count]).elementsEqual(bytes)
    }
    guard text[start] == head[0], isThere(head, start) else { return nil }
    var i = start + head.count
    var joiners = 0
    while isThere(Self.joiner, i) {
      joiners += 1
      i += Self.joiner.count
    }
    return isThere(tail, i) ? (joiners, i + tail.count) : nil
  }
}
