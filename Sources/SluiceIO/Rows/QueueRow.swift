package import SluiceCore

/// A row of a queue whose documents carry a safety object, taken apart: the inverse of `SafetyObjectWriter`.
package struct QueueRow {
  package var key: DocumentKey
  package var score: SafetyScore
  /// `head` and `tail` joined are the input line, or the object that stands for it.
  package var head: UnsafeBufferPointer<UInt8>
  package var tail: UnsafeBufferPointer<UInt8>

  /// Whether the row stands for a line whose text was not kept.
  package func isHash(of line: UnsafeBufferPointer<UInt8>) -> Bool {
    let hash = ByteBuffer()
    LineHash.append(of: line, to: hash)
    return restores(hash.bytes)
  }

  package func restores(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    line.count == head.count + tail.count && line.prefix(head.count).elementsEqual(head)
      && line.suffix(tail.count).elementsEqual(tail)
  }
}

/// Reads the rows of one lane, one after another. One owner at a time.
package final class QueueRowReader {
  /// Bytes that the object may add to the longest line of a run's input.
  package static let mostAdded = 1 << 20

  package let lane: Lane
  /// Path of the file below the run's folder, for messages.
  package let path: String
  private let cursor: LineCursor
  private let marker: [UInt8]
  private let keyLength: Int
  private let object = ByteBuffer()
  private let members = FieldReader<SafetyObject.Member>()

  /// Rows handed out so far.
  package private(set) var count = 0
  /// The current row, valid until the next call; nil at the end.
  package private(set) var row: QueueRow?
  /// The current row as it is in the file; `LineParser.padding` bytes after it can be read.
  package var bytes: UnsafeBufferPointer<UInt8> { cursor.bytes }
  /// The same without the byte order mark that a shard's first line may have kept.
  package var content: UnsafeBufferPointer<UInt8> { cursor.content }
  /// SHA-256 of the file, once it was read to its end; nil unless hashing.
  package var sha256: String? { cursor.sha256 }

  /// - Parameter maxLineBytes: longest line of the run's input.
  /// - Throws: `IOFailure` if the file cannot be read.
  package init(
    folder: String, path: String, lane: Lane, safetyKey: String, maxLineBytes: Int, hashing: Bool = false
  ) throws {
    self.lane = lane
    self.path = path
    let key = ByteBuffer()
    key.append(",")
    key.appendJSONString(safetyKey)
    key.append(":")
    keyLength = key.count
    marker = Array(key.bytes) + Array(#"{"safety_score":"#.utf8)
    var reader = ShardReader.Options.known
    reader.maxLineBytes = maxLineBytes + Self.mostAdded
    reader.hashing = hashing
    cursor = try LineCursor(path: folder + "/" + path, options: reader)
  }

  /// Goes to the next row.
  ///
  /// - Throws: `IOFailure` if the file breaks or a row is not one that sluice has written.
  package func next() throws {
    row = nil
    guard try cursor.next() else { return }
    count += 1
    guard cursor.isWhole, let found = takeApart(cursor.bytes) else {
      throw IOFailure(.corrupt, path: path, "row \(count) has no safety object of this lane where sluice puts it")
    }
    row = found
  }

  private func takeApart(_ row: UnsafeBufferPointer<UInt8>) -> QueueRow? {
    guard let brace = row.lastIndex(of: UInt8(ascii: "}")), brace >= marker.count else { return nil }
    // The object is the last member of the document, so the last marker is its beginning.
    var start = brace - marker.count
    while start > 0, !UnsafeBufferPointer(rebasing: row[start...]).starts(with: marker) { start -= 1 }
    guard start > 0 else { return nil }
    object.count = 0
    object.append(UnsafeBufferPointer(rebasing: row[(start + keyLength)..<brace]))
    guard case .success(let found) = members.parse(object.bytes), found[.route].string == lane.rawValue,
      let key = found[.key].string.flatMap({ DocumentKey($0) }),
      let score = found[.score].integer.flatMap({ UInt8(exactly: $0) }).flatMap(SafetyScore.init)
    else { return nil }
    return QueueRow(
      key: key, score: score, head: UnsafeBufferPointer(rebasing: row[..<start]),
      tail: UnsafeBufferPointer(rebasing: row[brace...]))
  }
}
