/// Compresses a chunk's lines as one independent zstd frame or gzip member. Frames appended one after
/// another are a valid file, so workers compress in parallel and the bytes depend on no schedule.
public protocol FrameEncoder: AnyObject {
  /// Appends one frame to `output`. `bytes` is not empty.
  func encode(_ bytes: UnsafeBufferPointer<UInt8>, into output: ByteBuffer) throws
}

/// What outputs are compressed with.
public struct OutputCodec: Sendable, Hashable, Codable {
  public var compression: Compression
  /// The codec's own scale; ignored for plain output.
  public var level: Int

  public static let defaultLevels: [Compression: Int] = [.zstd: 3, .gzip: 6, .plain: 0]

  public init(_ compression: Compression, level: Int? = nil) {
    self.compression = compression
    self.level = level ?? Self.defaultLevels[compression]!
  }

  /// The levels the codec knows.
  public static func levels(of compression: Compression) -> ClosedRange<Int> {
    switch compression {
    case .plain: 0...0
    case .gzip: 1...9
    case .zstd: 1...19
    }
  }

  public func makeEncoder() -> any FrameEncoder {
    switch compression {
    case .plain: PlainEncoder()
    case .gzip: GzipEncoder(level: level)
    case .zstd: ZstdEncoder(level: level)
    }
  }
}

final class PlainEncoder: FrameEncoder {
  func encode(_ bytes: UnsafeBufferPointer<UInt8>, into output: ByteBuffer) { output.append(bytes) }
}
