package import SluiceCore

/// Hands out one line of a file after another. Memory is one chunk, or one line up to the limit; longer lines come
/// in pieces.
package final class LineCursor {
  private let reader: ShardReader
  private let chunk = Chunk()
  /// The chunk's lines that are still to come.
  private var lines: ChunkLines
  private var line: Line
  private var morePieces = false

  /// False if the line is longer than the limit and `bytes` is a piece of it.
  package private(set) var isWhole = true

  /// Opens a regular file: whoever reads a file by its lines reads it again, or expects it to have an end.
  package init(path: String, options: ShardReader.Options = .init()) throws {
    var options = options
    options.regularFile = true
    reader = try ShardReader(path: path, options: options)
    lines = ChunkLines(chunk)
    line = Line(number: 0, offset: 0, bytes: UnsafeBufferPointer(start: nil, count: 0), isTorn: false)
  }

  /// Of the current line, from 1; 0 before the first.
  package var number: Int { line.number }

  /// The current line as it is in the file, without its end, or the current piece of one. Valid until the next call.
  package var bytes: UnsafeBufferPointer<UInt8> { line.bytes }

  /// The same without the byte order mark that a file may begin with.
  package var content: UnsafeBufferPointer<UInt8> { line.content }

  /// Whether the line is empty or white space only.
  package var isBlank: Bool { isWhole && line.isBlank }

  /// SHA-256 of the compressed file, once it was read to its end; nil unless hashing.
  package var sha256: String? { reader.sha256 }

  /// Goes to the next line; what is left of a long one is skipped.
  ///
  /// - Returns: false at the file's verified end.
  package func next() throws -> Bool {
    while try nextPiece() {}
    while true {
      if let next = lines.next() {
        line = next
        isWhole = true
        return true
      }
      guard try reader.next(into: chunk) else { return false }
      guard case .longLine(_, let last) = chunk.content else {
        lines = ChunkLines(chunk)
        continue
      }
      takePiece(last: last)
      line.number = chunk.linesBefore + 1
      return true
    }
  }

  /// Goes to the next line that is not blank.
  package func nextRow() throws -> Bool {
    while try next() { if !isBlank { return true } }
    return false
  }

  /// Goes to the next piece of a long line.
  ///
  /// - Returns: false if there is none.
  package func nextPiece() throws -> Bool {
    guard morePieces else { return false }
    guard try reader.next(into: chunk), case .longLine(_, let last) = chunk.content else {
      morePieces = false
      return false
    }
    takePiece(last: last)
    return true
  }

  private func takePiece(last: Bool) {
    isWhole = false
    morePieces = !last
    line.offset = chunk.position
    line.bytes = chunk.buffer.bytes
    line.isTorn = chunk.endsTorn
  }

  /// SHA-256 of the current line, all pieces of a long one.
  package func digestOfLine() throws -> String {
    let digest = SHA256Digest()
    repeat { digest.update(UnsafeRawBufferPointer(bytes)) } while try nextPiece()
    return digest.hex()
  }
}

extension DocumentParser {
  /// The document of a cursor's current line.
  package func parse(_ cursor: LineCursor) -> Result<DocumentFields, QuarantineReason> {
    cursor.isWhole ? parse(cursor.content) : .failure(.lineTooLong)
  }
}

extension FieldReader {
  /// The fields of a cursor's current line.
  package func parse(_ cursor: LineCursor) -> Result<NamedFields<Name>, QuarantineReason> {
    cursor.isWhole ? parse(cursor.content) : .failure(.lineTooLong)
  }
}
