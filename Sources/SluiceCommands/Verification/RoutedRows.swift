internal import SluiceCore
internal import SluiceIO

/// The rows of a queue whose documents carry a safety object, each taken apart again.
final class RoutedRows {
  /// A row without the object that sluice added: `head` and `tail` joined are the input line.
  struct Row {
    var key: DocumentKey
    var head: UnsafeBufferPointer<UInt8>
    var tail: UnsafeBufferPointer<UInt8>

    func restores(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
      line.count == head.count + tail.count && line.prefix(head.count).elementsEqual(head)
        && line.suffix(tail.count).elementsEqual(tail)
    }
  }

  let lane: Lane
  let path: String
  private let cursor: LineCursor
  private let marker: [UInt8]
  private let keyLength: Int
  private let object = ByteBuffer()
  private let parser = LineParser(fields: FieldPaths(text: "route", id: "key"), reservedKey: "")

  /// Rows handed out so far.
  private(set) var count = 0
  /// The current row, valid until the next call; nil at the end.
  private(set) var row: Row?

  /// - Throws: `IOFailure` if the file cannot be read.
  init(folder: String, path: String, lane: Lane, options: RunOptionsRecord) throws {
    self.lane = lane
    self.path = path
    let key = ByteBuffer()
    key.append(",")
    key.appendJSONString(options.safetyKey)
    key.append(":")
    keyLength = key.count
    marker = Array(key.bytes) + Array(#"{"safety_score":"#.utf8)
    var reader = ShardReader.Options()
    // A document of the longest line allowed, and the object.
    reader.maxLineBytes = options.maxLineBytes + (1 << 20)
    cursor = try LineCursor(path: folder + "/" + path, options: reader)
  }

  /// Goes to the next row.
  ///
  /// - Throws: `IOFailure` if the file breaks or a row is not one that sluice has written.
  func next() throws {
    row = nil
    guard try cursor.next() else { return }
    count += 1
    guard cursor.isWhole, let found = takeApart(cursor.bytes) else {
      throw IOFailure(.corrupt, path: path, "row \(count) has no safety object of this lane where sluice puts it")
    }
    row = found
  }

  private func takeApart(_ row: UnsafeBufferPointer<UInt8>) -> Row? {
    guard let brace = row.lastIndex(of: UInt8(ascii: "}")), brace >= marker.count else { return nil }
    // The object is the last thing of the document, so the last marker is its beginning.
    var start = brace - marker.count
    while start > 0, !UnsafeBufferPointer(rebasing: row[start...]).starts(with: marker) { start -= 1 }
    guard start > 0 else { return nil }
    object.count = 0
    object.append(UnsafeBufferPointer(rebasing: row[(start + keyLength)..<brace]))
    guard case .success(let fields) = parser.parse(object.bytes), fields.text.elementsEqual(lane.rawValue.utf8),
      let id = fields.id, let key = DocumentKey(String(decoding: id, as: UTF8.self))
    else { return nil }
    return Row(
      key: key, head: UnsafeBufferPointer(rebasing: row[..<start]), tail: UnsafeBufferPointer(rebasing: row[brace...]))
  }
}
