/// Hands out the lines of a quarantine file, one after another. One owner at a time.
package final class QuarantineReader {
  private let cursor: LineCursor

  /// The number of the current line in its shard; nil at the end.
  package private(set) var number: Int?

  /// Opens a file and goes to its first line.
  package init(path: String, maxLineBytes: Int) throws {
    var options = ShardReader.Options.known
    options.maxLineBytes = maxLineBytes
    options.replaysQuarantine = true
    cursor = try LineCursor(path: path, options: options)
    try next()
  }

  /// Goes to the next line that was quarantined.
  package func next() throws {
    number = nil
    while try cursor.next() {
      // Lines in between are empty; one that was quarantined never is.
      if cursor.isWhole, cursor.bytes.isEmpty { continue }
      number = cursor.number
      return
    }
  }

  /// SHA-256 of the current line.
  package func digestOfLine() throws -> String { try cursor.digestOfLine() }
}
