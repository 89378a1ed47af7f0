internal import CZlib

/// gzip (RFC 1952) by zlib: any number of members, the CRC and length of each verified; zero padding
/// after the last is tolerated, other trailing bytes are an error.
final class GzipDecoder: StreamDecoder {
  private let source: FileSource
  private var stream = z_stream()
  private var decoded: Int
  private(set) var restart: RestartPoint
  private var insideMember = true

  init(source: FileSource, from restart: RestartPoint) throws {
    self.source = source
    self.restart = restart
    decoded = restart.position
    // 15: the largest window; +16: gzip only, header and trailer checked by zlib.
    let status = inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else {
      throw IOFailure(.unreadable, path: source.path, "zlib cannot start (status \(status))")
    }
  }

  deinit { inflateEnd(&stream) }

  func decode(into memory: UnsafeMutableRawBufferPointer) throws -> Int {
    while true {
      if !insideMember {
        guard try beginNextMember() else { return 0 }
      }
      guard try source.fill() else {
        throw IOFailure(
          .truncated, path: source.path, offset: source.offset,
          "the gzip stream ends in the middle of a member; fetch the shard again, or keep its readable part with --salvage"
        )
      }
      let count = try inflateOnce(into: memory)
      if count > 0 { return count }
    }
  }

  private func inflateOnce(into memory: UnsafeMutableRawBufferPointer) throws -> Int {
    stream.next_in = UnsafeMutablePointer(
      mutating: source.window.baseAddress!.assumingMemoryBound(to: UInt8.self))
    stream.avail_in = UInt32(source.window.count)
    stream.next_out = memory.baseAddress!.assumingMemoryBound(to: UInt8.self)
    stream.avail_out = UInt32(clamping: memory.count)
    let room = Int(stream.avail_out)
    let status = inflate(&stream, Z_NO_FLUSH)
    source.consume(source.window.count - Int(stream.avail_in))
    switch status {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END: insideMember = false
    case Z_MEM_ERROR: throw IOFailure(.unreadable, path: source.path, "no memory for zlib")
    default:
      let reason = stream.msg.map { String(cString: $0) } ?? "status \(status)"
      throw IOFailure(
        .corrupt, path: source.path, offset: source.offset,
        "the gzip data is damaged (\(reason)); fetch the shard again, or keep its readable part with --salvage")
    }
    let count = room - Int(stream.avail_out)
    decoded += count
    return count
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
    inflateReset(&stream)
    insideMember = true
    return true
  }

  private func trailing(at offset: Int) -> IOFailure {
    IOFailure(
      .trailingBytes, path: source.path, offset: offset,
      "bytes that are no gzip member follow the last one; fetch the shard again, or keep what is before with --salvage")
  }
}
