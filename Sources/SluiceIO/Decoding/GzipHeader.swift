internal import CISAL

/// Reads the header of a gzip member (RFC 1952), over as many blocks of the source as it takes.
///
/// ISA-L could read it too, but forgets which optional fields follow when a block ends inside the header. Nothing of
/// the header is kept, so the length of a name or comment does not matter.
struct GzipHeader {
  private struct Flags: OptionSet {
    let rawValue: UInt8

    static let checksum = Flags(rawValue: 2)
    static let extra = Flags(rawValue: 4)
    static let name = Flags(rawValue: 8)
    static let comment = Flags(rawValue: 16)
    static let reserved = Flags(rawValue: 0xe0)
  }

  private let source: FileSource
  /// CRC-32 of the bytes taken so far; the header's checksum is its lower half.
  private var crc: UInt32 = 0

  /// Takes the header that begins where the source is, and leaves the source at the deflate data.
  static func take(from source: FileSource) throws {
    var header = GzipHeader(source: source)
    try header.take()
  }

  private init(source: FileSource) { self.source = source }

  private mutating func take() throws {
    guard try byte() == 0x1f, try byte() == 0x8b else { throw damaged("incorrect header") }
    guard try byte() == 8 else { throw damaged("unknown compression method") }
    let flags = Flags(rawValue: try byte())
    guard flags.isDisjoint(with: .reserved) else { throw damaged("unknown flags in a header") }
    // Time, level and system.
    try skip(6)
    if flags.contains(.extra) { try skip(Int(number())) }
    if flags.contains(.name) { try skipText() }
    if flags.contains(.comment) { try skipText() }
    if flags.contains(.checksum) {
      let expected = UInt16(truncatingIfNeeded: crc)
      guard try number() == expected else { throw damaged("incorrect checksum of a header") }
    }
  }

  private mutating func byte() throws -> UInt8 {
    try fill()
    let byte = source.window[0]
    advance(1)
    return byte
  }

  private mutating func number() throws -> UInt16 {
    let low = try UInt16(byte())
    return try low | UInt16(byte()) << 8
  }

  private mutating func skip(_ count: Int) throws {
    var rest = count
    while rest > 0 {
      try fill()
      let part = min(rest, source.window.count)
      advance(part)
      rest -= part
    }
  }

  /// Skips bytes up to and including the next zero.
  private mutating func skipText() throws {
    while true {
      try fill()
      if let zero = source.window.firstIndex(of: 0) { return advance(zero + 1) }
      advance(source.window.count)
    }
  }

  private mutating func advance(_ count: Int) {
    crc = crc32_gzip_refl(crc, source.window.baseAddress!.assumingMemoryBound(to: UInt8.self), UInt64(count))
    source.consume(count)
  }

  private func fill() throws {
    guard try source.fill() else { throw GzipDecoder.truncated(source) }
  }

  private func damaged(_ reason: String) -> IOFailure { GzipDecoder.damaged(source, reason) }
}
