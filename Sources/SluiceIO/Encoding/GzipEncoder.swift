internal import CDeflate

/// One gzip member per chunk, by libdeflate: a third of zlib's time at equal size. The header carries no
/// time and no name, so equal content gives equal bytes.
final class GzipEncoder: FrameEncoder {
  private let compressor: OpaquePointer

  init(level: Int) {
    guard let compressor = libdeflate_alloc_compressor(Int32(level)) else {
      OutOfMemory.end(wanted: "a gzip compressor")
    }
    self.compressor = compressor
  }

  deinit { libdeflate_free_compressor(compressor) }

  func encode(_ bytes: UnsafeBufferPointer<UInt8>, into output: ByteBuffer) throws {
    let bound = libdeflate_gzip_compress_bound(compressor, bytes.count)
    output.reserve(output.count + bound)
    let written = libdeflate_gzip_compress(
      compressor, bytes.baseAddress, bytes.count, output.base + output.count, bound)
    guard written > 0 else { throw IOFailure(.unwritable, path: "gzip", "libdeflate could not finish a member") }
    output.count += written
  }
}
