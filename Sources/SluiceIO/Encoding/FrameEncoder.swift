/// Compresses a chunk's lines as one independent zstd frame or gzip member. Frames one after another are a valid file,
/// so workers compress in parallel, and the bytes do not depend on who finishes first.
public protocol FrameEncoder: AnyObject {
  /// Appends one frame to `output`. `bytes` is not empty.
  func encode(_ bytes: UnsafeBufferPointer<UInt8>, into output: ByteBuffer) throws
}

final class PlainEncoder: FrameEncoder {
  func encode(_ bytes: UnsafeBufferPointer<UInt8>, into output: ByteBuffer) { output.append(bytes) }
}
