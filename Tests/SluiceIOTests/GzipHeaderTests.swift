import CZlib
import Foundation
import SluiceIO
import TestSupport
import Testing

/// A sound gzip member is read wherever a read ends in its header; a damaged or torn header fails the shard.
struct GzipHeaderTests {
  /// Reads of files end at multiples of this.
  private static let block = 1 << 17
  private static let checksum: UInt8 = 2
  /// Every combination of FTEXT, FHCRC, FEXTRA, FNAME and FCOMMENT.
  private static let forms = 0..<32 as Range<UInt8>

  private func header(
    _ flags: UInt8, extra: [UInt8] = [73, 71, 4, 0, 0xd8, 7, 0, 0], name: [UInt8] = Array("part.jsonl".utf8),
    comment: [UInt8] = Array("a comment".utf8)
  ) -> [UInt8] {
    var header: [UInt8] = [0x1f, 0x8b, 8, flags, 1, 2, 3, 4, 0, 3]
    if flags & 4 != 0 { header += [UInt8(extra.count & 0xff), UInt8(extra.count >> 8)] + extra }
    if flags & 8 != 0 { header += name + [0] }
    if flags & 16 != 0 { header += comment + [0] }
    if flags & Self.checksum != 0 {
      let crc = header.withUnsafeBufferPointer { crc32(0, $0.baseAddress, UInt32($0.count)) }
      header += [UInt8(crc & 0xff), UInt8(crc >> 8 & 0xff)]
    }
    return header
  }

  /// The deflate data and the trailer of a member.
  private func body(_ content: [UInt8], level: Int = 6) -> [UInt8] {
    Array(ZlibReference.encode(content, level: level, strategy: Z_DEFAULT_STRATEGY, named: false).dropFirst(10))
  }

  /// A member of an exact length, a little less than a block.
  private func member(ofLength length: Int) -> [UInt8] {
    // Two stored blocks of five bytes and their content, between header and trailer.
    var content = (1...(length - 28)).map { $0 % 64 == 0 ? UInt8(10) : 97 }
    content[content.count - 1] = 10
    let parts = [content[..<65_535], content[65_535...]]
    var bytes = header(0)
    for (index, part) in parts.enumerated() {
      let count = UInt16(part.count)
      bytes += [UInt8(index), UInt8(count & 0xff), UInt8(count >> 8), UInt8(~count & 0xff), UInt8(~count >> 8)] + part
    }
    return bytes + body(content).suffix(8)
  }

  private func failure(_ bytes: [UInt8], _ scratch: Scratch) throws -> IOFailure? {
    do {
      _ = try Reading(scratch.write(bytes, to: "x.gz"))
      return nil
    } catch let failure as IOFailure {
      return failure
    }
  }

  private func salvage(_ bytes: [UInt8], _ scratch: Scratch) throws -> [UInt8] {
    var options = ShardReader.Options()
    options.salvage = true
    return try joined(Reading(scratch.write(bytes, to: "x.gz"), options).lines)
  }

  @Test(arguments: forms)
  func everyFormIsReadWhereverAReadEnds(flags: UInt8) throws {
    let scratch = try Scratch()
    let header = header(flags)
    let rest = header + body(Array("first\n".utf8)) + self.header(flags ^ 31) + body(Array("second\n".utf8))
    for cut in 0...(header.count + 1) {
      let bytes = member(ofLength: Self.block - cut) + rest
      let path = try scratch.write(bytes, to: "x.gz")
      let expected = try #require(ZlibReference.decode(bytes))
      #expect(try joined(Reading(path).lines) == expected, "a read ends \(cut) bytes into the header")
    }
  }

  /// Every member has such a header, as those that pgzip writes do, and a read ends in the midst of one.
  @Test(arguments: forms)
  func readingContinuesAfterEveryMember(flags: UInt8) throws {
    let scratch = try Scratch()
    let header = header(flags)
    var bytes = member(ofLength: Self.block - header.count / 2)
    for index in 0..<12 {
      bytes += header + body(Array(String(repeating: "{\"member\":\(index)}\n", count: 400).utf8))
    }
    let path = try scratch.write(bytes, to: "x.gz")
    for hashing in [false, true] {
      var options = ShardReader.Options()
      options.chunkBytes = 4096
      options.hashing = hashing
      let reader = try ShardReader(path: path, options: options)
      let chunk = Chunk()
      var marks: [Chunk.Mark] = []
      var content: [UInt8] = []
      while try reader.next(into: chunk) {
        marks.append(chunk.after)
        content += Array(chunk.buffer.bytes)
      }
      #expect(try content == #require(ZlibReference.decode(bytes)))
      #expect(Set(marks.map(\.restart)).count >= 12)
      for mark in marks {
        let again = try ShardReader(path: path, options: options, from: mark)
        var rest: [UInt8] = []
        while try again.next(into: chunk) { rest += Array(chunk.buffer.bytes) }
        #expect(rest == Array(content[mark.position...]), "from \(mark.position)")
        if hashing { #expect(again.sha256 == reader.sha256) }
      }
    }
  }

  @Test(arguments: [0, 1, 65_535])
  func fieldsMayBeEmptyOrLongerThanARead(length: Int) throws {
    let scratch = try Scratch()
    for flags in Self.forms {
      let text = [UInt8](repeating: 110, count: length * 5)
      let header = header(flags, extra: [UInt8](repeating: 0, count: length), name: text, comment: text)
      let bytes = header + body(Array("first\n".utf8)) + header + body(Array("second\n".utf8))
      let content = try joined(Reading(scratch.write(bytes, to: "x.gz")).lines)
      #expect(try content == #require(ZlibReference.decode(bytes)), "flags \(flags)")
    }
  }

  @Test(arguments: [1...12, 13...24, 25...36, 37...48])
  func everyFormIsReadFromAPipeInPieces(sizes: ClosedRange<Int>) throws {
    let scratch = try Scratch()
    let bytes = Self.forms.flatMap { header($0) + body(Array("form \($0)\n".utf8)) }
    let expected = try #require(ZlibReference.decode(bytes))
    for size in sizes {
      let path = scratch.file("pipe\(size)")
      try PipeFeed.start(bytes, inPiecesOf: size, through: path)
      #expect(try joined(Reading(path).lines) == expected, "pieces of \(size)")
    }
  }

  @Test(arguments: forms.filter { $0 & checksum != 0 })
  func aHeaderThatItsChecksumRefutesIsRefused(flags: UInt8) throws {
    let scratch = try Scratch()
    let first = header(0) + body(Array("first\n".utf8))
    let whole = header(flags)
    // The time, which nothing but the checksum covers, and the checksum itself.
    for index in [4, 7, whole.count - 2, whole.count - 1] {
      for bit in 0..<8 as Range<UInt8> {
        var damaged = whole
        damaged[index] ^= 1 << bit
        let bytes = first + damaged + body(Array("second\n".utf8))
        #expect(ZlibReference.decode(bytes) == nil)
        let found = try #require(try failure(bytes, scratch), "bit \(bit) of byte \(index)")
        #expect(found.kind == .corrupt && found.offset == first.count + whole.count)
        #expect(found.detail.contains("checksum of a header") && found.detail.contains("--salvage"))
        #expect(try salvage(bytes, scratch) == Array("first\n".utf8))
      }
    }
  }

  @Test(arguments: [(3, 0x20), (3, 0x40), (3, 0x80), (2, 7), (1, 0x8c)] as [(Int, UInt8)])
  func aHeaderOfAnotherFormIsRefused(_ index: Int, _ value: UInt8) throws {
    let scratch = try Scratch()
    let first = header(0) + body(Array("first\n".utf8))
    var second = header(0)
    second[index] = value
    let bytes = first + second + body(Array("second\n".utf8))
    #expect(ZlibReference.decode(bytes) == nil)
    #expect(try failure(bytes, scratch)?.kind == .corrupt)
    #expect(try salvage(bytes, scratch) == Array("first\n".utf8))
  }

  @Test(arguments: forms)
  func aTornHeaderIsATruncatedShard(flags: UInt8) throws {
    let scratch = try Scratch()
    let first = header(0) + body(Array("first\n".utf8))
    let header = header(flags)
    for length in 1...header.count {
      let torn = header[..<length]
      if length > 1 { #expect(try failure(Array(torn), scratch)?.kind == .truncated) }
      let found = try failure(first + torn, scratch)
      #expect(found?.kind == .truncated && found?.offset == first.count + length, "after \(length) bytes")
      #expect(found?.detail.contains("--salvage") == true)
      #expect(try salvage(first + torn, scratch) == Array("first\n".utf8))
    }
  }
}
