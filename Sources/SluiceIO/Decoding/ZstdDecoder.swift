internal import CZstd

extension Compression {
  /// Begins with a frame (RFC 8878, 3.1.1), or with a skippable frame (3.1.2) before one.
  public static let zstd = Compression(
    "zstd", suffixes: [".zst", ".zstd"],
    magics: [[0x28, 0xb5, 0x2f, 0xfd]] + (0x50...0x5f).map { [$0, 0x2a, 0x4d, 0x18] }
  ) { source, restart, options in
    try ZstdDecoder(source: source, from: restart, maxWindowLog: options.maxWindowLog)
  }
}

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
  /// Takes over at damage: libzstd neither returns what it decoded before it in the same call, nor says where it
  /// was. Fed byte by byte, from the frame's beginning, both come to light.
  private var careful: ZstdDecoder?
  private let isCareful: Bool
  /// The first bytes of the frame, which name the dictionary that it needs.
  private var frameHead: [UInt8] = []
  /// ZSTD_FRAMEHEADERSIZE_MAX.
  private static let frameHeadLength = 18
  /// Whether the last call filled its memory, so that there may be more without further input.
  private var holdsBack = false

  init(source: FileSource, from restart: RestartPoint, maxWindowLog: Int, isCareful: Bool = false) throws {
    self.source = source
    self.restart = restart
    self.maxWindowLog = maxWindowLog
    self.isCareful = isCareful
    decoded = restart.position
    guard let context = ZSTD_createDCtx() else {
      throw IOFailure(.unreadable, path: source.path, "no memory for zstd")
    }
    self.context = context
    ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, Int32(maxWindowLog))
  }

  deinit { ZSTD_freeDCtx(context) }

  func decode(into memory: UnsafeMutableRawBufferPointer) throws -> Int {
    if let careful { return try careful.decode(into: memory) }
    var output = ZSTD_outBuffer(dst: memory.baseAddress, size: memory.count, pos: 0)
    while output.pos == 0 {
      let more = try source.fill()
      if !insideFrame {
        guard more else { return 0 }
        restart = RestartPoint(compressed: source.offset, position: decoded)
        frameHead.removeAll(keepingCapacity: true)
      }
      if frameHead.count < Self.frameHeadLength {
        frameHead += source.window.prefix(Self.frameHeadLength - frameHead.count)
      }
      // Without input the decoder may still hold decoded bytes back; only then is the stream torn.
      var input = ZSTD_inBuffer(src: source.window.baseAddress, size: source.window.count, pos: 0)
      if isCareful { input.size = holdsBack ? 0 : min(1, input.size) }
      let hint = ZSTD_decompressStream(context, &output, &input)
      guard ZSTD_isError(hint) == 0 else {
        if ZSTD_getErrorCode(hint) == ZSTD_error_dictionary_wrong { throw dictionaryNeeded() }
        careful = try makeCareful()
        guard let careful else { throw failure(hint) }
        return try careful.decode(into: memory)
      }
      source.consume(input.pos)
      insideFrame = hint != 0
      holdsBack = output.pos == output.size
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

  /// A decoder that is where this one was before the call that met damage; nil if there can be none.
  private func makeCareful() throws -> ZstdDecoder? {
    guard !isCareful, let again = try source.reopened(at: restart.compressed) else { return nil }
    let decoder = try ZstdDecoder(source: again, from: restart, maxWindowLog: maxWindowLog, isCareful: true)
    let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { scratch.deallocate() }
    var rest = decoded - restart.position
    while rest > 0 {
      let got = try decoder.decode(into: UnsafeMutableRawBufferPointer(rebasing: scratch[0..<min(rest, scratch.count)]))
      if got == 0 { return nil }
      rest -= got
    }
    return decoder
  }

  private func dictionaryNeeded() -> IOFailure {
    let identifier = frameHead.withUnsafeBytes { ZSTD_getDictID_fromFrame($0.baseAddress, $0.count) }
    return IOFailure(
      .foreign, path: source.path, offset: restart.compressed,
      "needs zstd dictionary \(identifier), which sluice does not read; decompress it with zstd -d -D DICTIONARY")
  }

  private func failure(_ code: Int) -> IOFailure {
    let reason = String(cString: ZSTD_getErrorName(code))
    switch ZSTD_getErrorCode(code) {
    case ZSTD_error_memory_allocation: OutOfMemory.end(wanted: "a zstd decompressor")
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
    case ZSTD_error_corruption_detected where decoded == 0 && restart.compressed == 0:
      return IOFailure(
        .corrupt, path: source.path, offset: source.offset,
        "the zstd data is damaged (\(reason)), or was compressed with a dictionary, which sluice does not read;"
          + " decompress it with zstd -d -D DICTIONARY, or fetch the shard again")
    default:
      return IOFailure(
        .corrupt, path: source.path, offset: source.offset,
        "the zstd data is damaged (\(reason)); fetch the shard again, or keep its readable part with --salvage")
    }
  }
}
