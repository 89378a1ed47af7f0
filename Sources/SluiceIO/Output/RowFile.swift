/// A new file of JSON Lines, compressed a MiB of rows at a time.
public final class RowFile {
  /// The rows since the last frame; append a row, line feed and all, and call `endRow`.
  public let rows = ByteBuffer()
  private let file: PartialFile
  private let encoder: any FrameEncoder
  private let frame = ByteBuffer()
  private static let frameBytes = 1 << 20

  public init(path: String, codec: OutputCodec) throws {
    file = try PartialFile(path: path)
    encoder = codec.makeEncoder()
  }

  public func endRow() throws { if rows.count >= Self.frameBytes { try flush() } }

  private func flush() throws {
    guard rows.count > 0 else { return }
    frame.count = 0
    try encoder.encode(rows.bytes, into: frame)
    try file.append(frame.rawBytes)
    rows.count = 0
  }

  /// Writes what is left and gives the file its name. Durable once the folder is synced.
  ///
  /// - Returns: compressed size, and SHA-256 in lower-case hex.
  @discardableResult
  public func publish() throws -> (bytes: Int, sha256: String) {
    try flush()
    try file.sync()
    try file.publish()
    return (file.bytes, file.sha256)
  }
}
