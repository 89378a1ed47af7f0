package import SluiceCore
package import SluiceIO

/// Puts the harmfulness tag before words of a document's text, inside its line of JSON: no other byte changes,
/// so that a line without the tag's occurrences is the line that came in. One owner at a time.
package final class TextTagger {
  /// What became of a document.
  package enum Outcome: Hashable {
    /// - words: of the text; each but the first could have got a tag.
    case tagged(words: Int, tags: Int, escaped: Int)
    /// The text holds the tag already.
    case collision
  }

  package let settings: TagSettings
  private let parser: DocumentParser
  private let check: DocumentParser
  private let field: RawField
  private let search: ByteSearch
  private let escape: TagEscape
  private let tag: [UInt8]
  /// A word is tagged if its draw is below; nil for all words.
  private let threshold: UInt64?
  private let escaped = ByteBuffer()

  package init(_ settings: TagSettings, fields: FieldPaths) {
    self.settings = settings
    parser = DocumentParser(fields)
    check = DocumentParser(fields)
    field = RawField(fields.text)
    search = ByteSearch(settings.tag)
    escape = TagEscape(tag: settings.tag)
    tag = Array(settings.tag.utf8)
    threshold = settings.probability < 1 ? UInt64(settings.probability * 0x1p64) : nil
  }

  /// Appends the tagged line to `output`, without a line end.
  ///
  /// The i-th word of the text, from the second on, is tagged if the draw i - 2 of (seed, key) is below
  /// probability · 2^64. Words are runs of bytes other than ASCII white space.
  ///
  /// - Parameter row: a document; `LineParser.padding` bytes after it can be read. A byte order mark before it, which
  ///   the first row of a queue may have kept, stays before the tagged line.
  /// - Throws: `TagFailure` if the line cannot be tagged so that taking the tags out restores it.
  package func tag(
    _ row: UnsafeBufferPointer<UInt8>, key: DocumentKey, to output: ByteBuffer
  ) throws -> Outcome {
    let line = ByteOrderMark.dropped(from: row)
    guard case .success(let fields) = parser.parse(line), let range = field.range(in: line) else {
      throw TagFailure(key: key, detail: "the queue's row is not a document any more")
    }
    var literal = UnsafeBufferPointer(rebasing: line[range])
    var plain = fields.text
    var own = 0
    switch settings.collision {
    case .quarantine: if search.first(in: fields.text) != nil { return .collision }
    case .escape:
      let (bytes, places) = escape.escape(fields.text)
      own = places
      guard own > 0 else { break }
      escaped.count = 0
      escaped.append(bytes)
      let split = escaped.count
      bytes.withUnsafeBufferPointer { escaped.appendJSONString($0) }
      plain = UnsafeBufferPointer(rebasing: escaped.bytes[..<split])
      literal = UnsafeBufferPointer(rebasing: escaped.bytes[(split + 1)..<(escaped.count - 1)])
    }
    output.append(UnsafeBufferPointer(rebasing: row[..<(row.count - line.count)]))
    let start = output.count
    output.append(UnsafeBufferPointer(rebasing: line[..<range.lowerBound]))
    let (words, tags) = appendTagged(literal, KeyedDraws("tag", seed: settings.seed, key: key.description), output)
    output.append(UnsafeBufferPointer(rebasing: line[range.upperBound...]))
    let written = UnsafeBufferPointer(rebasing: output.bytes[start...])
    guard case .success(let now) = check.parse(written), search.removal(from: now.text, gives: plain),
      search.count(in: now.text) == tags
    else { throw TagFailure(key: key, detail: "taking the tags out would not give back the text") }
    return .tagged(words: words, tags: tags, escaped: own)
  }

  private func appendTagged(_ literal: UnsafeBufferPointer<UInt8>, _ draws: KeyedDraws, _ output: ByteBuffer) -> (
    words: Int, tags: Int
  ) {
    var words = 0
    var tags = 0
    var inWord = false
    var copied = 0
    var i = 0
    while i < literal.count {
      let (length, ascii) = JSONEscapes.unit(at: i, literal)
      let isSpace = ascii.map(JSONEscapes.isSpace) ?? false
      if !isSpace, !inWord {
        words += 1
        if words > 1, threshold.map({ draws[words - 2] < $0 }) ?? true {
          output.append(UnsafeBufferPointer(rebasing: literal[copied..<i]))
          output.append(tag)
          copied = i
          tags += 1
        }
      }
      inWord = !isSpace
      i += length
    }
    output.append(UnsafeBufferPointer(rebasing: literal[copied...]))
    return (words, tags)
  }
}

/// A document that could not be tagged; the description holds its key and no byte of it.
package struct TagFailure: Error, CustomStringConvertible {
  package var key: DocumentKey
  package var detail: String

  package var description: String { "\(key): \(detail); run `sluice verify` on the run" }
}
