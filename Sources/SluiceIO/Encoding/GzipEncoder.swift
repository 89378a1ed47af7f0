internal import CZlib

/// One gzip member a chunk. The header carries no time and no name, so equal content gives equal bytes.
final class GzipEncoder: FrameEncoder {
  private var stream = z_stream()

  init(level: Int) {
    // 15: the largest window; +16: gzip header and trailer; 8: zlib's default memory level.
    let status = deflateInit2_(
      &stream, Int32(level), Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "zlib cannot start")
  }

  deinit { deflateEnd(&stream) }

  func encode(_ bytes: UnsafeBufferPointer<UInt8>, into output: ByteBuffer) throws {
    deflateReset(&stream)
    let bound = Int(deflateBound(&stream, UInt(bytes.count)))
    output.reserve(output.count + bound)
    stream.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress)
    stream.avail_in = UInt32(bytes.count)
    stream.next_out = output.base + output.count
    stream.avail_out = UInt32(bound)
    guard deflate(&stream, Z_FINISH) == Z_STREAM_END else {
      throw IOFailure(.unwritable, path: "gzip", "zlib could not finish a member")
    }
    output.count += bound - Int(stream.avail_out)
  }
}
