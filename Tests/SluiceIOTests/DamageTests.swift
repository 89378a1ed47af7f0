import SluiceIO
import TestSupport
import Testing

/// Every way a stream can be broken is an error that says what and where, never a short result.
struct DamageTests {
  enum Codec: String, CaseIterable {
    case gzip, zstd

    func compress(_ bytes: [UInt8]) throws -> [UInt8] {
      try output(rawValue, self == .gzip ? ["-c"] : ["-qc"], input: bytes)
    }
  }

  private let content = joined(randomLines(300, seed: 7))

  private func failure(_ bytes: [UInt8], _ name: String = "x.jsonl", _ options: ShardReader.Options = .init()) throws
    -> IOFailure?
  {
    let scratch = try Scratch()
    let path = try scratch.write(bytes, to: name)
    do {
      _ = try Reading(path, options)
      return nil
    } catch let failure as IOFailure {
      #expect(failure.description.contains(name))
      return failure
    }
  }

  @Test(arguments: Codec.allCases)
  func aStreamCutAnywhereFails(_ codec: Codec) throws {
    let whole = try codec.compress(content)
    for length in [5, 17, whole.count / 3, whole.count / 2, whole.count - 9, whole.count - 1] {
      let found = try failure(Array(whole[..<length]))
      #expect(found != nil, "cut at \(length) of \(whole.count)")
      #expect(found?.offset != nil)
    }
  }

  @Test(arguments: Codec.allCases)
  func aFlippedBitFails(_ codec: Codec) throws {
    let whole = try codec.compress(content)
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<60 {
      // The header's flags and times are not covered by a checksum; the content is.
      let index = Int.random(in: 12..<whole.count, using: &generator)
      var damaged = whole
      damaged[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      #expect(try failure(damaged) != nil, "bit in byte \(index) of \(whole.count)")
    }
  }

  @Test(arguments: Codec.allCases)
  func bytesAfterTheEndFail(_ codec: Codec) throws {
    let found = try failure(codec.compress(content) + Array("garbage".utf8))
    #expect(found?.kind == .trailingBytes)
  }

  @Test func nonZeroPaddingOfGzipFails() throws {
    let found = try failure(Codec.gzip.compress(content) + [0, 0, 0, 1])
    #expect(found?.kind == .trailingBytes)
  }

  @Test(arguments: ["x.jsonl.gz", "x.jsonl.zst"])
  func aNameThatPromisesCompressionMustNotHoldNoise(_ name: String) throws {
    #expect(try failure([0x42, 0x00, 0x17, 0x99, 0x42], name)?.kind == .corrupt)
    #expect(try failure([], name)?.kind == .truncated)
  }

  @Test func plainTextUnderACompressedNameIsRead() throws {
    let scratch = try Scratch()
    #expect(try Reading(scratch.write("{}\n", to: "x.jsonl.gz")).lines.count == 1)
  }

  @Test func foreignFormatsAreNamed() throws {
    let found = try failure([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 4], "x.jsonl.xz")
    #expect(found?.detail.contains("xz") == true)
  }

  @Test func aWindowOverTheLimitNamesTheOption() throws {
    let scratch = try Scratch()
    let big = try scratch.write([UInt8](repeating: 97, count: 3 << 20), to: "big")
    let bytes = try output("zstd", ["-qc", "--long=21", "--no-content-size", big])
    var options = ShardReader.Options()
    options.maxWindowLog = 20
    #expect(try failure(bytes, "x.zst", options)?.detail.contains("--max-window-log") == true)
    options.maxWindowLog = 21
    #expect(try failure(bytes, "x.zst", options) == nil)
  }

  @Test(arguments: Codec.allCases)
  func salvageKeepsTheReadablePrefixAndMarksTheTornLine(_ codec: Codec) throws {
    let scratch = try Scratch()
    let content = joined(randomLines(1500, seed: 8))
    let whole = try codec.compress(content)
    let path = try scratch.write(Array(whole[..<(whole.count / 2)]), to: "x.jsonl")
    var options = ShardReader.Options()
    options.salvage = true
    options.chunkBytes = 4096
    let reader = try ShardReader(path: path, options: options)
    let chunk = Chunk()
    var seen: [UInt8] = []
    var torn = false
    while try reader.next(into: chunk) {
      seen += Array(chunk.buffer.bytes)
      torn = chunk.endsTorn
    }
    #expect(!seen.isEmpty && content.starts(with: seen))
    #expect(torn == (seen.last != 10))
    #expect(reader.damage != nil)
  }

  /// Data that hardly compresses, so that a megabyte of it has many blocks.
  @Test(arguments: Codec.allCases, [0.3, 0.7, 0.95])
  func damageIsPlacedAndEverythingBeforeItIsRead(_ codec: Codec, _ part: Double) throws {
    let scratch = try Scratch()
    var generator = SeededGenerator(seed: 12)
    let content = (0..<30_000).map { _ in
      "{\"text\":\"\((0..<5).map { _ in String(UInt32.random(in: 0 ... .max, using: &generator), radix: 36) })\"}\n"
    }.joined()
    var bytes = try codec.compress(Array(content.utf8))
    let place = Int(Double(bytes.count) * part)
    for index in place..<(place + 64) { bytes[index] = 0xff }
    let path = try scratch.write(bytes, to: "x.jsonl")
    var options = ShardReader.Options()
    options.salvage = true
    let reader = try ShardReader(path: path, options: options)
    let chunk = Chunk()
    var lines = 0
    while try reader.next(into: chunk) { lines += chunk.lines }
    let found = try #require(reader.damage)
    let offset = try #require(found.offset)
    // Within a block of where it is, or where it shows: at the latest in the checksum.
    #expect(offset > place - 140_000, "\(offset) for \(place) of \(bytes.count)")
    // What the program everybody has gives before it stops.
    let program = try run(codec == .gzip ? "gzip" : "zstd", codec == .gzip ? ["-dc"] : ["-qdc"], input: bytes)
    let readable = program.output.count { $0 == 10 }
    #expect(lines >= readable - 1 && readable > 1000, "\(lines) lines, \(readable) by \(codec.rawValue)")
  }

  @Test(arguments: Codec.allCases)
  func aWrongChecksumComesAfterAllLines(_ codec: Codec) throws {
    let scratch = try Scratch()
    let lines = randomLines(40, seed: 9)
    var bytes = try codec.compress(joined(lines))
    bytes[bytes.count - 3] ^= 1
    let path = try scratch.write(bytes, to: "x.jsonl")
    #expect(throws: IOFailure.self) { try Reading(path) }
    var options = ShardReader.Options()
    options.salvage = true
    #expect(try Reading(path, options).lines == lines)
  }

  @Test func aShardThatGrowsWhileItIsReadFails() throws {
    let scratch = try Scratch()
    let path = try scratch.write("{}\n{}\n", to: "x.jsonl")
    let reader = try ShardReader(path: path)
    let chunk = Chunk()
    #expect(try reader.next(into: chunk))
    try scratch.write("{}\n{}\n{}\n", to: "x.jsonl")
    #expect(throws: IOFailure.self) { while try reader.next(into: chunk) {} }
  }
}
