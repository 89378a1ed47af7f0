/// A new file of rows, compressed one mebibyte of rows at a time, so that its bytes depend on the rows alone. One
/// owner at a time.
package final class RowFile {
  /// The rows since the last frame; append a row, line feed and all, and call `endRow`.
  package let rows = ByteBuffer()
  /// Rows ended so far.
  package private(set) var count = 0
  private let file: PartialFile
  private let encoder: any FrameEncoder
  private let frame = ByteBuffer()
  private static let frameBytes = 1 << 20

  package init(path: String, codec: OutputCodec) throws {
    file = try PartialFile(path: path)
    encoder = codec.makeEncoder()
  }

  /// Creates the folders of the path where they are missing, below a root; none of them may be a link.
  package convenience init(creatingFoldersOf path: String, below root: String, codec: OutputCodec) throws {
    if let folder = Folders.parent(of: path) { try Folders.create(folder, below: root) }
    try self.init(path: path, codec: codec)
  }

  package func endRow() throws {
    count += 1
    if rows.count >= Self.frameBytes { try flush() }
  }

  private func flush() throws {
    guard rows.count > 0 else { return }
    frame.count = 0
    try encoder.encode(rows.bytes, into: frame)
    try file.append(frame.rawBytes)
    rows.count = 0
    rows.shrink(to: 4 * Self.frameBytes)
    frame.count = 0
    frame.shrink(to: 4 * Self.frameBytes)
  }

  /// Writes what is left, flushes it to disk and gives the file its name. Durable once the folder is synced.
  ///
  /// - Returns: compressed size, and SHA-256 in lower-case hex.
  @discardableResult
  package func publish() throws -> (bytes: Int, sha256: String) {
    try flush()
    try file.sync()
    try file.publish()
    return (file.bytes, file.sha256)
  }
}
