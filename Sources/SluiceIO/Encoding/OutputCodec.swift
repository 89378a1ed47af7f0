/// What outputs are compressed with.
public struct OutputCodec: Sendable, Hashable, Codable {
  /// The form of compression.
  public var compression: OutputCompression
  /// The codec's own scale; ignored for plain output.
  public var level: Int

  public init(_ compression: OutputCompression, level: Int? = nil) {
    self.compression = compression
    self.level = level ?? Self.defaultLevel(of: compression)
  }

  /// The codec that a file's name claims; plain if it claims nothing, or a form that can only be read.
  public init(named path: String) {
    self.init(ShardName(path).claimed.flatMap { OutputCompression($0) } ?? .plain)
  }

  /// The levels the codec knows.
  public static func levels(of compression: OutputCompression) -> ClosedRange<Int> {
    switch compression {
    case .plain: 0...0
    case .gzip: 1...9
    case .zstd: 1...19
    }
  }

  /// The level that is used unless one is named: 3 for zstd, 6 for gzip.
  public static func defaultLevel(of compression: OutputCompression) -> Int {
    switch compression {
    case .plain: 0
    case .gzip: 6
    case .zstd: 3
    }
  }

  /// An encoder of its own for one thread.
  public func makeEncoder() -> any FrameEncoder {
    switch compression {
    case .plain: PlainEncoder()
    case .gzip: GzipEncoder(level: level)
    case .zstd: ZstdEncoder(level: level)
    }
  }
}
