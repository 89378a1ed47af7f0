internal import CZstd

/// One zstd frame per chunk, with content size and checksum.
final class ZstdEncoder: FrameEncoder {
  private let context: OpaquePointer

  init(level: Int) {
    guard let context = ZSTD_createCCtx() else { OutOfMemory.end(wanted: "a zstd compressor") }
    self.context = context
    ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, Int32(level))
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
  }

  deinit { ZSTD_freeCCtx(context) }

  func encode(_ bytes: UnsafeBufferPointer<UInt8>, into output: ByteBuffer) throws {
    let bound = ZSTD_compressBound(bytes.count)
    output.reserve(output.count + bound)
    let written = ZSTD_compress2(context, output.base + output.count, bound, bytes.baseAddress, bytes.count)
    guard ZSTD_isError(written) == 0 else {
      if ZSTD_getErrorCode(written) == ZSTD_error_memory_allocation { OutOfMemory.end(wanted: "a zstd compressor") }
      throw IOFailure(.unwritable, path: "zstd", String(cString: ZSTD_getErrorName(written)))
    }
    output.count += written
  }
}
