internal import CISAL

extension Compression {
  /// gzip, any number of members (RFC 1952).
  public static let gzip = Compression("gzip", suffixes: [".gz", ".gzip"], magics: [[0x1f, 0x8b]]) {
    source, restart, _ in try GzipDecoder(source: source, from: restart)
  }
}

/// gzip (RFC 1952) by ISA-L, four times as fast as zlib: any number of members, the CRC and length of
/// each verified; zero padding after the last is tolerated, other trailing bytes are an error.
final class GzipDecoder: StreamDecoder {
  private let source: FileSource
  private let state: UnsafeMutableRawPointer
  private var decoded: Int
  private(set) var restart: RestartPoint
  private var insideMember = true
  private var headerTaken = false
  /// Met after what the last call returned.
  private var damage: IOFailure?

  init(source: FileSource, from restart: RestartPoint) throws {
    self.source = source
    self.restart = restart
    decoded = restart.position
    guard let state = sluice_inflate_create() else {
      throw IOFailure(.unreadable, path: source.path, "no memory for ISA-L")
    }
    self.state = state
  }

  deinit { sluice_inflate_destroy(state) }

  func decode(into memory: UnsafeMutableRawBufferPointer) throws -> Int {
    while true {
      if let damage { throw damage }
      if !insideMember {
        guard try beginNextMember() else { return 0 }
      }
      if !headerTaken {
        try GzipHeader.take(from: source)
        headerTaken = true
      }
      let more = try source.fill()
      let count = try inflateOnce(into: memory)
      if count > 0 { return count }
      // ISA-L may hold decoded bytes back when its input is used up; only without them is the stream torn.
      guard more || !insideMember || damage != nil else {
        throw Self.truncated(source)
      }
    }
  }

  private func inflateOnce(into memory: UnsafeMutableRawBufferPointer) throws -> Int {
    let room = UInt32(clamping: memory.count)
    var step = sluice_inflate_step(
      input: source.window.baseAddress?.assumingMemoryBound(to: UInt8.self),
      input_count: UInt32(source.window.count),
      output: memory.baseAddress!.assumingMemoryBound(to: UInt8.self), output_count: room, finished: false)
    let status = sluice_inflate(state, &step)
    source.consume(source.window.count - Int(step.input_count))
    if status < ISAL_DECOMP_OK {
      // What was decoded before it comes first.
      damage = Self.damaged(source, Self.reason(status))
    }
    insideMember = !step.finished
    let count = Int(room - step.output_count)
    decoded += count
    return count
  }

  private static func reason(_ status: Int32) -> String {
    switch status {
    case ISAL_INVALID_BLOCK: "invalid block"
    case ISAL_INVALID_SYMBOL: "invalid code"
    case ISAL_INVALID_LOOKBACK: "invalid distance"
    case ISAL_INCORRECT_CHECKSUM: "incorrect checksum or length"
    default: "status \(status)"
    }
  }

  /// - Returns: false at the end of the file, zero padding included.
  private func beginNextMember() throws -> Bool {
    guard try source.fill() else { return false }
    if source.window[0] == 0 {
      let padding = source.offset
      while try source.fill() {
        guard source.window.allSatisfy({ $0 == 0 }) else { throw trailing(at: padding) }
        source.consume(source.window.count)
      }
      return false
    }
    guard source.window[0] == 0x1f else { throw trailing(at: source.offset) }
    restart = RestartPoint(compressed: source.offset, position: decoded)
    sluice_inflate_restart(state)
    insideMember = true
    headerTaken = false
    return true
  }

  static func truncated(_ source: FileSource) -> IOFailure {
    IOFailure(
      .truncated, path: source.path, offset: source.offset,
      "the gzip stream ends in the middle of a member; fetch the shard again, or keep its readable part with --salvage")
  }

  static func damaged(_ source: FileSource, _ reason: String) -> IOFailure {
    IOFailure(
      .corrupt, path: source.path, offset: source.offset,
      "the gzip data is damaged (\(reason)); fetch the shard again, or keep its readable part with --salvage")
  }

  private func trailing(at offset: Int) -> IOFailure {
    IOFailure(
      .trailingBytes, path: source.path, offset: offset,
      "bytes that are no gzip member follow the last one; fetch the shard again, or keep what is before with --salvage")
  }
}
