internal import CKernels

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Reads one shard from front to back as chunks. Serial: one thread at a time.
public final class ShardReader {
  /// Limits and choices for reading.
  public struct Options: Sendable, Hashable {
    /// Chunks end at the last line end within this many bytes. At least 3 are taken, the length of a base64 group.
    public var chunkBytes = 1 << 20
    /// Longer lines are handed over in pieces. The line end does not count.
    public var maxLineBytes = 64 << 20
    /// Largest zstd window accepted, as a power of two.
    public var maxWindowLog = ZstdDecoder.defaultWindowLog
    /// A stream that expands more than this many times, once it is past `Expansion.free` bytes, is refused; nil for
    /// no bound.
    public var maxExpansion: Int? = Expansion.defaultLimit
    /// Whether to compute the SHA-256 of the compressed shard.
    public var hashing = false
    /// Whether damage ends the shard early instead of failing it.
    public var salvage = false
    /// Whether pipes and devices are refused: a shard may come through one, a file that sluice has written may not.
    package var regularFile = false
    /// Whether the shard holds quarantine rows, whose raw lines are to be read again (see `QuarantineDecoder`).
    public var replaysQuarantine = false
    /// Whether the file is to be read whatever it holds: a file that sluice has written, or a shard that a run has
    /// committed, whose lines must be the same again.
    public var acceptsAnyContent = false

    /// Whether a chunk also ends where a pipe has nothing more for now, so that whoever writes to it can wait for an
    /// answer. Where chunks end then depends on time.
    package var answersPauses = false

    public init() {}

    /// For files that sluice has written, and shards that it reads again.
    package static var known: Options {
      var options = Options()
      options.maxExpansion = nil
      options.acceptsAnyContent = true
      return options
    }
  }

  /// The path that was opened, for messages.
  public let path: String
  /// How the shard is compressed, according to its first bytes.
  public let compression: Compression
  private let source: FileSource
  private let decoder: any StreamDecoder
  private let options: Options
  private let chunkBytes: Int
  /// Decoded bytes after the last chunk's end.
  private let carry = ByteBuffer()
  private var mark: Chunk.Mark
  /// Decoded bytes so far, handed over or carried.
  private var decoded: Int
  private var streamEnded = false
  /// Decoded bytes that were looked at before the first chunk and are still to be handed over.
  private var head: ArraySlice<UInt8> = []
  /// Whether there is nothing behind them.
  private var headIsWhole = false
  /// The damage that was met behind them.
  private var failureAfterHead: IOFailure?
  /// The damage that ended the stream early (`salvage` only).
  public private(set) var damage: IOFailure?

  /// Opens a shard, at its start or at an earlier chunk's end.
  ///
  /// - Parameter mark: `Chunk.after` of the last chunk that need not be read again. What lies
  ///   between its restart point and its position is decoded once more, but not parsed.
  public convenience init(path: String, options: Options = Options(), from mark: Chunk.Mark = Chunk.Mark()) throws {
    try self.init(path: path, options: options, from: mark, prefix: nil)
  }

  /// Opens a shard at an earlier chunk's end, if it still begins with what was read of it then.
  ///
  /// - Parameter prefix: the first bytes that had been read, at least those up to the mark, and their SHA-256.
  /// - Throws: `IOFailure` of the kind `changedSinceCheckpoint` if they are others now.
  package init(
    path: String, options: Options, from mark: Chunk.Mark, prefix: (bytes: Int, sha256: String)?
  ) throws {
    self.path = path
    self.options = options
    chunkBytes = max(3, options.chunkBytes)
    self.mark = mark
    source = try FileSource(path: path, hashing: options.hashing, regular: options.regularFile)
    compression = try source.peekMagic()
    var restart = mark.restart
    if compression == .plain { restart = RestartPoint(compressed: mark.position, position: mark.position) }
    if options.replaysQuarantine { restart = .start }
    if let prefix {
      guard try source.skip(to: restart.compressed, prefix: prefix.bytes, sha256: prefix.sha256) else {
        throw IOFailure(
          .changedSinceCheckpoint, path: path, "the shard is not the one that was read up to the last checkpoint")
      }
    } else {
      try source.skip(to: restart.compressed)
    }
    decoder = try makeDecoder(compression, source: source, from: restart, options: options)
    decoded = mark.position
    try discard(mark.position - restart.position)
    guard mark.position == 0 else { return }
    if !options.replaysQuarantine, !options.acceptsAnyContent {
      try readHead()
      try checkContent()
    }
    if compression == .plain { try checkName() }
  }

  /// Decodes what is needed to recognise the content. Of a shard that begins like any other that is little, so that a
  /// slow pipe keeps nothing back.
  private func readHead() throws {
    let bytes = try [UInt8](unsafeUninitializedCapacity: ShardHead.length) { memory, count in
      do {
        while count < memory.count {
          let got = try decoder.decode(
            into: UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: memory[count...])))
          count += got
          headIsWhole = got == 0
          if got == 0 || isPausing || ShardHead.beginsWithDocument(memory[..<count]) { break }
        }
      } catch let failure as IOFailure {
        failureAfterHead = failure
      }
    }
    head = bytes[...]
  }

  /// Other formats fail the shard with a reason: they must not fill the quarantine with their lines.
  private func checkContent() throws {
    let problem = head.withUnsafeBufferPointer {
      ShardHead.beginsWithDocument($0)
        ? nil : Recognition.problem(ShardHead(bytes: $0, isWhole: headIsWhole), in: compression)
    }
    if let problem { throw IOFailure(.foreign, path: path, offset: 0, problem) }
    guard ShardName(path).isForeign, !beginsLikeJSON(head) else { return }
    throw IOFailure(
      .foreign, path: path, offset: 0,
      "named as something that sluice does not read, and does not begin like JSON; decompress or unpack it first")
  }

  private func beginsLikeJSON(_ start: ArraySlice<UInt8>) -> Bool {
    let content = ByteOrderMark.isBefore(start) ? start.dropFirst(3) : start
    return content.first { !TextMeasure.isWhitespace($0) } == UInt8(ascii: "{")
  }

  /// A file that is not compressed must at least look like JSON Lines if its name says that it is compressed: a damaged
  /// magic number should fail the shard with a reason.
  private func checkName() throws {
    guard let claimed = ShardName(path).claimed else { return }
    let start = head.isEmpty ? Array(source.window.prefix(64))[...] : head.prefix(64)
    if start.isEmpty {
      throw IOFailure(.truncated, path: path, offset: 0, "named as \(claimed.name) but empty; fetch the shard again")
    }
    guard !start.allSatisfy(TextMeasure.isWhitespace), !beginsLikeJSON(start) else { return }
    throw IOFailure(
      .corrupt, path: path, offset: 0,
      "named as \(claimed.name), but begins neither like \(claimed.name) nor like JSON; fetch the shard again")
  }

  /// Size and modification time of the file that was opened; nil if it is not a regular file, or standard input.
  public var identity: (bytes: Int, modified: Int64)? {
    path == "-" ? nil : source.identity.map { ($0.size, $0.modified) }
  }

  /// Compressed bytes read so far.
  public var compressedOffset: Int { source.offset }

  /// SHA-256 of the compressed shard once it has been read to its end; nil unless hashing.
  public var sha256: String? { source.sha256 }

  /// Reads the next chunk.
  ///
  /// - Returns: false after the last one, when the whole stream has been verified.
  /// - Throws: `IOFailure`; the shard is then not to be trusted.
  public func next(into chunk: Chunk) throws -> Bool {
    let buffer = chunk.buffer
    buffer.count = 0
    buffer.shrink(to: 4 * chunkBytes)
    buffer.append(carry.bytes)
    carry.count = 0
    carry.shrink(to: 4 * chunkBytes)

    var target = chunkBytes
    let limit = max(chunkBytes, options.maxLineBytes + 1)
    var lineEnd: Int?
    while true {
      try fill(buffer, to: target)
      if mark.insideLongLine { break }
      lineEnd = Self.lastLineEnd(buffer.bytes)
      if lineEnd != nil || streamEnded || buffer.count >= limit { break }
      target = min(limit, target * 2)
    }
    guard buffer.count > 0 || mark.insideLongLine else {
      try finish()
      return false
    }
    chunk.position = mark.position
    chunk.linesBefore = mark.lines
    chunk.endsTorn = false
    cut(chunk, lineEnd: lineEnd)
    return true
  }

  /// Reads decoded bytes until the buffer holds `target` of them or the stream ends.
  private func fill(_ buffer: ByteBuffer, to target: Int) throws {
    buffer.reserve(target)
    while !streamEnded, buffer.count < target {
      if isPausing, Self.lastLineEnd(buffer.bytes) != nil { return }
      let room = UnsafeMutableRawBufferPointer(rebasing: buffer.free[0..<(target - buffer.count)])
      let count: Int
      do {
        count = try decode(into: room)
      } catch let failure as IOFailure
        where options.salvage && ![.changedWhileRead, .foreign, .windowTooLarge].contains(failure.kind)
      {
        damage = failure
        streamEnded = true
        return
      }
      streamEnded = count == 0
      buffer.count += count
      decoded += count
      try checkExpansion()
    }
  }

  /// Whether the next read would wait for a pipe (`answersPauses` only).
  package var isPausing: Bool { options.answersPauses && head.isEmpty && failureAfterHead == nil && source.isPausing }

  private func decode(into memory: UnsafeMutableRawBufferPointer) throws -> Int {
    if !head.isEmpty {
      let count = min(memory.count, head.count)
      memory.copyBytes(from: head.prefix(count))
      head = head.count == count ? [] : head.dropFirst(count)
      return count
    }
    if let failureAfterHead { throw failureAfterHead }
    return try decoder.decode(into: memory)
  }

  private func checkExpansion() throws {
    // Lines that were not quarantined cost a byte here and nothing there.
    guard let limit = options.maxExpansion, !options.replaysQuarantine,
      Expansion.isBeyond(limit, decoded: decoded, compressed: source.offset)
    else { return }
    throw Expansion.failure(limit, path: path, offset: source.offset)
  }

  /// Ends the chunk where it must end and carries the rest over.
  private func cut(_ chunk: Chunk, lineEnd: Int?) {
    let buffer = chunk.buffer
    var end = buffer.count
    var next = mark
    if mark.insideLongLine {
      let newline = Self.firstLineEnd(buffer.bytes)
      end = newline ?? (streamEnded ? buffer.count : buffer.count / 3 * 3)
      let last = newline != nil || streamEnded
      chunk.content = .longLine(first: false, last: last)
      chunk.endsTorn = last && newline == nil && damage != nil
      chunk.lines = 0
      next.insideLongLine = !last
      next.position += newline == nil ? end : end + 1
      keep(buffer, from: newline == nil ? end : end + 1)
    } else if lineEnd == nil, !streamEnded {
      end = buffer.count / 3 * 3
      chunk.content = .longLine(first: true, last: false)
      chunk.lines = 1
      next.insideLongLine = true
      next.position += end
      keep(buffer, from: end)
    } else {
      if !streamEnded, let lineEnd { end = lineEnd + 1 }
      chunk.content = .lines
      let complete = TextMeasure.count(Self.newline, in: UnsafeBufferPointer(rebasing: buffer.bytes[0..<end]))
      let unterminated = buffer.base[end - 1] != Self.newline
      chunk.lines = complete + (unterminated ? 1 : 0)
      chunk.endsTorn = unterminated && damage != nil
      next.position += end
      keep(buffer, from: end)
    }
    buffer.count = end
    next.lines += chunk.lines
    // A carried byte may have been decoded after a member boundary that lies beyond the cut.
    if decoder.restart.position <= next.position { next.restart = decoder.restart }
    next.read = source.prefix
    mark = next
    chunk.after = next
  }

  private func keep(_ buffer: ByteBuffer, from start: Int) {
    guard start < buffer.count else { return }
    carry.append(UnsafeBufferPointer(rebasing: buffer.bytes[start...]))
  }

  private func finish() throws {
    if damage != nil { try source.drain() }
    try source.checkUnchanged()
  }

  private func discard(_ count: Int) throws {
    let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
    defer { scratch.deallocate() }
    var rest = count
    while rest > 0 {
      let got = try decoder.decode(into: UnsafeMutableRawBufferPointer(rebasing: scratch[0..<min(rest, scratch.count)]))
      guard got > 0 else {
        throw IOFailure(.changedWhileRead, path: path, "the shard is shorter than at the last checkpoint")
      }
      rest -= got
    }
  }

  static let newline = UInt8(ascii: "\n")

  private static func firstLineEnd(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let base = bytes.baseAddress, let found = memchr(base, Int32(newline), bytes.count) else { return nil }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }

  private static func lastLineEnd(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    let end = sluice_size_to_last(bytes.baseAddress, bytes.count, newline)
    return end == 0 ? nil : end - 1
  }
}
