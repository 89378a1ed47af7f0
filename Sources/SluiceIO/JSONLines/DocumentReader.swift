internal import SluiceCore

/// Turns the chunks of a JSON Lines shard into rows. One owner at a time; scratch memory is reused, and nothing is
/// allocated per row.
package final class DocumentReader {
  private let parser: DocumentParser
  private let maxLineBytes: Int

  /// - Parameters:
  ///   - reservedKey: the top-level key that a document must not have yet; nil for none.
  ///   - maxLineBytes: rows of more bytes have no document.
  package init(_ fields: FieldPaths, reservedKey: String? = nil, maxLineBytes: Int) {
    parser = DocumentParser(fields, reservedKey: reservedKey)
    self.maxLineBytes = maxLineBytes
  }

  /// Calls `body` with each row of a chunk, in order. Blank lines are not rows.
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
      if line.isBlank {
        blank += 1
      } else {
        try body(
          Row(
            number: line.number, offset: line.offset, bytes: line.bytes, extent: .whole, document: document(of: line)))
      }
    }
    return blank
  }

  private func document(of line: Line) -> Result<DocumentFields, QuarantineReason> {
    if line.isTorn { return .failure(.tornLine) }
    if line.bytes.count > maxLineBytes { return .failure(.lineTooLong) }
    return parser.parse(line.content)
  }
}
