internal import SluiceIO

/// Lines into a compressed file under construction: a frame a mebibyte, so that the bytes depend on the lines
/// alone. One owner at a time.
final class FramedFile {
  private static let frameBytes = 1 << 20

  private let file: PartialFile
  private let encoder: any FrameEncoder
  private let frame = ByteBuffer()
  private(set) var lines = 0
  /// Where the caller writes its next line, before `endLine`.
  let buffer = ByteBuffer()

  init(path: String, codec: OutputCodec) throws {
    if let folder = Folders.parent(of: path) { try Folders.create(folder) }
    file = try PartialFile(path: path)
    encoder = codec.makeEncoder()
  }

  /// Ends the line that was written to `buffer`.
  func endLine() throws {
    buffer.append(UInt8(ascii: "\n"))
    lines += 1
    if buffer.count >= Self.frameBytes { try flush() }
  }

  private func flush() throws {
    guard buffer.count > 0 else { return }
    frame.count = 0
    try encoder.encode(buffer.bytes, into: frame)
    try file.append(frame.rawBytes)
    buffer.count = 0
    buffer.shrink(to: 4 * Self.frameBytes)
    frame.shrink(to: 4 * Self.frameBytes)
  }

  /// Flushes everything to disk and gives the file its name. Durable once its folder is synced.
  func publish() throws -> (bytes: Int, sha256: String) {
    try flush()
    try file.sync()
    try file.publish()
    return (file.bytes, file.sha256)
  }
}
