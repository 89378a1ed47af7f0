import CZlib
import Foundation
import SluiceIO
import TestSupport
import Testing

/// The fast gzip codecs accept what zlib accepts, give what it gives, and refuse what it refuses.
struct GzipDifferentialTests {
  /// Members of many kinds: stored, fixed and dynamic blocks, empty ones, plain and full headers.
  private func members(_ count: Int, _ generator: inout SeededGenerator) -> [UInt8] {
    (0..<count).reduce(into: []) { bytes, _ in
      let lines = randomLines(Int.random(in: 0...120, using: &generator), seed: generator.next())
      bytes += ZlibReference.encode(
        joined(lines), level: Int.random(in: 0...9, using: &generator),
        strategy: [Z_DEFAULT_STRATEGY, Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE].randomElement(using: &generator)!,
        named: Bool.random(using: &generator))
    }
  }

  /// What our reader makes of a file; nil if it fails.
  private func decode(_ bytes: [UInt8], chunkBytes: Int, _ scratch: Scratch) throws -> [UInt8]? {
    var options = ShardReader.Options()
    options.chunkBytes = chunkBytes
    let path = try scratch.write(bytes, to: "x.gz")
    do {
      let reader = try ShardReader(path: path, options: options)
      let chunk = Chunk()
      var content: [UInt8] = []
      while try reader.next(into: chunk) {
        content += Array(chunk.buffer.bytes)
        // The line end after a long line's last piece is not handed over.
        if case .longLine(_, last: true) = chunk.content { content.append(10) }
      }
      return content
    } catch is IOFailure {
      return nil
    }
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func wholeStreamsDecodeAlike(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let scratch = try Scratch()
    let bytes =
      members(Int.random(in: 1...5, using: &generator), &generator)
      + [UInt8](repeating: 0, count: Int.random(in: 0...3, using: &generator))
    let expected = try #require(ZlibReference.decode(bytes))
    for chunkBytes in [4096, 70_000, 1 << 20] {
      #expect(try decode(bytes, chunkBytes: chunkBytes, scratch) == expected)
    }
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func damagedStreamsFailAlike(seed: UInt64) throws {
    var generator = SeededGenerator(seed: 1000 + seed)
    let scratch = try Scratch()
    let whole = members(Int.random(in: 1...3, using: &generator), &generator)
    for _ in 0..<25 {
      var bytes = whole
      let at = Int.random(in: 2..<bytes.count, using: &generator)
      switch Int.random(in: 0..<5, using: &generator) {
      case 0: bytes.removeSubrange(at...)
      case 1: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      case 2: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: at)
      case 3: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...40, using: &generator)))
      default:
        let length = Int.random(in: 1...30, using: &generator)
        bytes += (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
      }
      let expected = ZlibReference.decode(bytes)
      let found = try decode(bytes, chunkBytes: 1 << 20, scratch)
      if expected == nil { #expect(found == nil, "seed \(seed): zlib refuses this") }
      // A header may be refused that zlib lets pass, but content never differs.
      if let found { #expect(found == expected, "seed \(seed)") }
    }
  }

  @Test(arguments: 1...9)
  func whatWeWriteZlibReads(level: Int) throws {
    let bytes = joined(randomLines(400, seed: UInt64(level)))
    let encoder = OutputCodec(.gzip, level: level).makeEncoder()
    let buffer = ByteBuffer()
    try bytes.withUnsafeBufferPointer {
      try encoder.encode($0, into: buffer)
      try encoder.encode($0, into: buffer)
    }
    #expect(ZlibReference.decode(Array(buffer.bytes)) == bytes + bytes)
  }

  /// A stream that refers to what it never set; fuzzing found it.
  private static let dangling = [UInt8](
    Data(
      base64Encoded: "H4sIALmyAZX9AKtWykxRrVJK41TSUSpJrSgBMvPzUhViSg0MpdpaHaXc1JKAMsHBwcHBwcHBwcHB"
        + "wcHBwcHBwcHBwcHBwbjBwUoNDFItFUrK82PygDLF+aVFyalAuQEABNSkowql2lodpdzUkkGUxBKS"
        + "QATUpAql2lodpdzUksSUxBKwLMgu89paAIOXG391AAAA")!)

  /// ISA-L would take what its memory holds from the member before, which a resumed run has not read.
  @Test func whatIsSalvagedOfADamagedMemberDoesNotDependOnWhatWasReadBefore() throws {
    let scratch = try Scratch()
    let before = joined(randomLines(80, seed: 3))
    let alone = try salvage(Self.dangling, scratch)
    #expect(alone.count > 400, "nothing of it was decoded")
    #expect(
      try salvage(
        ZlibReference.encode(before, level: 9, strategy: Z_DEFAULT_STRATEGY, named: false) + Self.dangling, scratch)
        == before + alone)
  }

  private func salvage(_ bytes: [UInt8], _ scratch: Scratch) throws -> [UInt8] {
    var options = ShardReader.Options()
    options.salvage = true
    let reader = try ShardReader(path: scratch.write(bytes, to: "x.gz"), options: options)
    let chunk = Chunk()
    var content: [UInt8] = []
    while try reader.next(into: chunk) { content += Array(chunk.buffer.bytes) }
    return content
  }
}
