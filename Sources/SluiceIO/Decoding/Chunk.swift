/// A stretch of a decoded shard: whole lines, or a piece of one line longer than the limit.
/// Where chunks are cut depends on the content alone, never on how it was compressed or read.
public final class Chunk {
  /// What the bytes of a chunk are.
  public enum Content: Sendable, Hashable {
    /// Lines, each ended by LF; only the shard's last may lack it.
    case lines
    /// Part of a line longer than the limit. All pieces but the last have a length divisible by 3,
    /// so that their base64 forms can be joined.
    case longLine(first: Bool, last: Bool)
  }

  /// Whether the chunk has whole lines or a piece of one.
  public internal(set) var content = Content.lines
  /// The bytes; `LineParser.padding` more are readable after them.
  public let buffer = ByteBuffer()
  /// Offset of the first byte in the decoded shard.
  public internal(set) var position = 0
  /// Lines before the chunk's first, blank ones included.
  public internal(set) var linesBefore = 0
  /// Lines that start in this chunk.
  public internal(set) var lines = 0
  /// Whether the stream broke inside the chunk's last line (`--salvage`).
  public internal(set) var endsTorn = false
  /// The state of the shard after this chunk.
  public internal(set) var after = Mark()

  /// A boundary between chunks.
  public struct Mark: Sendable, Hashable {
    /// Offset in the decoded shard.
    public var position = 0
    /// Lines before the boundary, blank ones included.
    public var lines = 0
    /// Whether the boundary is inside a line longer than the limit.
    public var insideLongLine = false
    /// Where decoding can restart to get here; at or before `position`.
    public var restart = RestartPoint.start

    /// What had been read of the shard when the chunk ended; nil unless the reader hashes a regular file.
    package var read: ReadPrefix?

    public init() {}

    public init(position: Int, lines: Int, insideLongLine: Bool, restart: RestartPoint) {
      self.position = position
      self.lines = lines
      self.insideLongLine = insideLongLine
      self.restart = restart
    }
  }

  public init() {}
}
