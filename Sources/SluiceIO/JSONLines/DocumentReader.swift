internal import SluiceCore

/// Turns the chunks of a JSON Lines shard into rows. One owner at a time; scratch memory is reused, and nothing is
/// allocated per row.
package final class DocumentReader {
  private let parser: DocumentParser
  private let maxLineBytes: Int
  /// A text as a document, where each line is a text; nil where it is a JSON object.
  private let textDocument: ByteBuffer?

  /// - Parameters:
  ///   - others: further fields (see `DocumentParser`).
  ///   - reservedKey: the top-level key that a document must not have yet; nil for none.
  ///   - maxLineBytes: rows of more bytes have no document.
  ///   - areTexts: whether each line is a text, also a blank one, instead of a JSON object. Its row has the bytes of an
  ///     object with the one key `text`.
  package init(
    _ fields: FieldPaths, others: [FieldPath] = [], reservedKey: String? = nil, maxLineBytes: Int,
    areTexts: Bool = false
  ) {
    parser = DocumentParser(fields, others: others, reservedKey: reservedKey)
    self.maxLineBytes = maxLineBytes
    textDocument = areTexts ? ByteBuffer() : nil
  }

  /// Calls `body` with each row of a chunk, in order. Blank lines are not rows, unless they are texts.
  ///
  /// - Returns: the number of blank lines.
  package func forEachRow(in chunk: Chunk, _ body: (Row) throws -> Void) rethrows -> Int {
    if case .longLine(let first, let last) = chunk.content {
      try body(
        Row(
          number: chunk.linesBefore + (first ? 1 : 0), offset: chunk.position, bytes: chunk.buffer.bytes,
          extent: .piece(first: first, last: last), document: .failure(.lineTooLong)))
      return 0
    }
    var blank = 0
    var lines = ChunkLines(chunk)
    while let line = lines.next() {
      if let textDocument {
        try body(row(line, as: textDocument))
      } else if line.isBlank {
        blank += 1
      } else {
        try body(
          Row(
            number: line.number, offset: line.offset, bytes: line.bytes, extent: .whole, document: document(of: line)))
      }
    }
    return blank
  }

  private func row(_ line: Line, as document: ByteBuffer) -> Row {
    let text = line.content.last == UInt8(ascii: "\r") ? line.content.dropLast() : line.content[...]
    document.count = 0
    document.append(#"{"text":"#)
    document.appendJSONString(UnsafeBufferPointer(rebasing: text))
    document.append(UInt8(ascii: "}"))
    return Row(
      number: line.number, offset: line.offset, bytes: document.bytes, extent: .whole,
      document: line.bytes.count > maxLineBytes ? .failure(.lineTooLong) : parser.parse(document.bytes))
  }

  private func document(of line: Line) -> Result<DocumentFields, QuarantineReason> {
    if line.isTorn { return .failure(.tornLine) }
    if line.bytes.count > maxLineBytes { return .failure(.lineTooLong) }
    return parser.parse(line.content)
  }
}
