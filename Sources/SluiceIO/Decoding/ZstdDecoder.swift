internal import CZstd

/// Zstandard (RFC 8878) by libzstd: any number of frames, skippable ones among them, with or without
/// content size; frame checksums are verified where the frames carry them.
final class ZstdDecoder: StreamDecoder {
  /// What `zstd -d` accepts without `--long`.
  static let defaultWindowLog = 27

  private let source: FileSource
  private let context: OpaquePointer
  private let maxWindowLog: Int
  private var decoded: Int
  private(set) var restart: RestartPoint
  private var insideFrame = false

  init(source: FileSource, from restart: RestartPoint, maxWindowLog: Int) throws {
    self.source = source
    self.restart = restart
    self.maxWindowLog = maxWindowLog
    decoded = restart.position
    guard let context = ZSTD_createDCtx() else {
      throw IOFailure(.unreadable, path: source.path, "no memory for zstd")
    }
    self.context = context
    ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, Int32(maxWindowLog))
  }

  deinit { ZSTD_freeDCtx(context) }

  func decode(into memory: UnsafeMutableRawBufferPointer) throws -> Int {
    var output = ZSTD_outBuffer(dst: memory.baseAddress, size: memory.count, pos: 0)
    while output.pos == 0 {
      let more = try source.fill()
      if !insideFrame {
        guard more else { return 0 }
        restart = RestartPoint(compressed: source.offset, position: decoded)
      }
      // Without input the decoder may still hold decoded bytes back; only then is the stream torn.
      var input = ZSTD_inBuffer(src: source.window.baseAddress, size: source.window.count, pos: 0)
      let hint = ZSTD_decompressStream(context, &output, &input)
      guard ZSTD_isError(hint) == 0 else { throw failure(hint) }
      source.consume(input.pos)
      insideFrame = hint != 0
      if !more, output.pos == 0 {
        throw IOFailure(
          .truncated, path: source.path, offset: source.offset,
          "the zstd stream ends in the middle of a frame; fetch the shard again, or keep its readable part with --salvage"
        )
      }
    }
    decoded += output.pos
    return output.pos
  }

  private func failure(_ code: Int) -> IOFailure {
    let reason = String(cString: ZSTD_getErrorName(code))
    switch ZSTD_getErrorCode(code) {
    case ZSTD_error_frameParameter_windowTooLarge:
      return IOFailure(
        .windowTooLarge, path: source.path, offset: source.offset,
        "the frame needs a window larger than 2^\(maxWindowLog) bytes; allow it with --max-window-log 31 (as zstd --long=31)"
      )
    case ZSTD_error_prefix_unknown where decoded > 0 || restart.compressed > 0:
      return IOFailure(
        .trailingBytes, path: source.path, offset: restart.compressed,
        "bytes that are no zstd frame follow the last one; fetch the shard again, or keep what is before with --salvage"
      )
    default:
      return IOFailure(
        .corrupt, path: source.path, offset: source.offset,
        "the zstd data is damaged (\(reason)); fetch the shard again, or keep its readable part with --salvage")
    }
  }
}
