import Foundation
import SluiceIO
import TestSupport
import Testing

/// A sound zstd frame is read in every form of its header (RFC 8878, 3.1.1.1), wherever a read ends in it.
struct ZstdFrameTests {
  /// Reads of files end at multiples of this.
  private static let block = 1 << 17
  private static let content = Array(String(repeating: "{\"text\":\"a frame of its own\"}\n", count: 20).utf8)

  /// A form of frame header.
  struct Form: CustomTestStringConvertible {
    /// 0 to 3: content size in 0 (1 in a single segment), 2, 4 or 8 bytes.
    var size: UInt8
    var isSingleSegment: Bool
    var hasChecksum: Bool
    /// 0 to 3: dictionary number in 0, 1, 2 or 4 bytes, all of them 0: no dictionary.
    var dictionary: UInt8

    var testDescription: String {
      "size \(size), single \(isSingleSegment), checksum \(hasChecksum), dictionary \(dictionary)"
    }

    static let all = (0..<4 as Range<UInt8>).flatMap { size in
      [false, true].flatMap { single in
        [false, true].flatMap { checksum in
          (0..<4 as Range<UInt8>).map {
            Form(size: size, isSingleSegment: single, hasChecksum: checksum, dictionary: $0)
          }
        }
      }
    }
  }

  private static func number(_ value: Int, bytes count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  private static func header(_ form: Form, contentSize: Int, windowLog: UInt8 = 17) -> [UInt8] {
    let descriptor = form.size << 6 | (form.isSingleSegment ? 0x20 : 0) | (form.hasChecksum ? 4 : 0) | form.dictionary
    var header: [UInt8] = [0x28, 0xb5, 0x2f, 0xfd, descriptor]
    if !form.isSingleSegment { header.append((windowLog - 10) << 3) }
    header += [UInt8](repeating: 0, count: [0, 1, 2, 4][Int(form.dictionary)])
    switch form.size {
    case 0: if form.isSingleSegment { header += number(contentSize, bytes: 1) }
    case 1: header += number(contentSize - 256, bytes: 2)
    case 2: header += number(contentSize, bytes: 4)
    default: header += number(contentSize, bytes: 8)
    }
    return header
  }

  /// A frame of one raw block.
  private static func frame(_ form: Form, windowLog: UInt8 = 17) throws -> [UInt8] {
    // One byte cannot tell more than 255, two bytes no less than 256.
    let content = form.size == 0 && form.isSingleSegment ? Array(Self.content.prefix(30)) : Self.content
    let checksum = form.hasChecksum ? try output("zstd", ["-qc", "--check"], input: content).suffix(4) : []
    return header(form, contentSize: content.count, windowLog: windowLog) + number(content.count << 3 | 1, bytes: 3)
      + content + checksum
  }

  private static func skippable(ofLength length: Int) -> [UInt8] {
    [0x57, 0x2a, 0x4d, 0x18] + number(length - 8, bytes: 4) + [UInt8](repeating: 0x28, count: length - 8)
  }

  private func reference(_ bytes: [UInt8]) throws -> [UInt8] { try output("zstd", ["-qdc"], input: bytes) }

  @Test(arguments: Form.all)
  func everyFormIsReadWhereverAReadEnds(form: Form) throws {
    let scratch = try Scratch()
    let frame = try Self.frame(form)
    let rest = frame + Self.skippable(ofLength: 20) + frame
    let expected = try reference(rest)
    for cut in 0...24 {
      let path = try scratch.write(Self.skippable(ofLength: Self.block - cut) + rest, to: "x.zst")
      #expect(try joined(Reading(path).lines) == expected, "a read ends \(cut) bytes into the header")
    }
  }

  @Test(arguments: [1...6, 7...12, 13...18, 19...24])
  func everyFormIsReadFromAPipeInPieces(sizes: ClosedRange<Int>) throws {
    let scratch = try Scratch()
    let bytes =
      try Form.all.flatMap { try Self.frame($0) } + Self.skippable(ofLength: 8)
      + output("zstd", ["-qc"], input: []) + output("zstd", ["-qc", "--no-check", "-19"], input: Self.content)
    let expected = try reference(bytes)
    for size in sizes {
      let path = scratch.file("pipe\(size)")
      try PipeFeed.start(bytes, inPiecesOf: size, through: path)
      #expect(try joined(Reading(path).lines) == expected, "pieces of \(size)")
    }
  }

  /// As many frames as lines, among them empty and skippable ones, and frames of many blocks.
  @Test(arguments: [UInt64(1), 2, 3])
  func readingContinuesAfterEveryChunkOfManyFrames(seed: UInt64) throws {
    let scratch = try Scratch()
    var generator = SeededGenerator(seed: seed)
    let frames = try Form.all.map { try Self.frame($0) }
    let large = try ["--no-check", "--check", "--no-content-size", "--long=27"].map {
      try output("zstd", ["-qc", $0], input: joined(randomLines(60, seed: seed)))
    }
    let empty = try output("zstd", ["-qc"], input: [])
    var bytes: [UInt8] = []
    for _ in 0..<300 {
      switch Int.random(in: 0..<20, using: &generator) {
      case 0: bytes += large.randomElement(using: &generator)!
      case 1...3: bytes += Self.skippable(ofLength: Int.random(in: 8...200, using: &generator))
      case 4...6: bytes += empty
      default: bytes += frames.randomElement(using: &generator)!
      }
    }
    let path = try scratch.write(bytes, to: "x.zst")
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
      #expect(try content == reference(bytes))
      #expect(Set(marks.map(\.restart)).count > 20)
      for mark in marks {
        let again = try ShardReader(path: path, options: options, from: mark)
        var rest: [UInt8] = []
        while try again.next(into: chunk) { rest += Array(chunk.buffer.bytes) }
        #expect(rest == Array(content[mark.position...]), "from \(mark.position)")
        if hashing { #expect(again.sha256 == reader.sha256) }
      }
    }
  }

  @Test(arguments: 10...27 as ClosedRange<UInt8>)
  func everyWindowUpToTheLimitIsReadAndNoneBeyond(windowLog: UInt8) throws {
    let scratch = try Scratch()
    let form = Form(size: 0, isSingleSegment: false, hasChecksum: false, dictionary: 0)
    let path = try scratch.write(try Self.frame(form, windowLog: windowLog), to: "x.zst")
    var options = ShardReader.Options()
    options.maxWindowLog = Int(windowLog)
    #expect(try joined(Reading(path, options).lines) == Self.content)
    guard windowLog > 10 else { return }
    options.maxWindowLog -= 1
    let failure = #expect(throws: IOFailure.self) { try Reading(path, options) }
    #expect(failure?.kind == .windowTooLarge)
  }

  @Test func aShardOfNothingButEmptyFramesHasNoLines() throws {
    let scratch = try Scratch()
    let empty = try output("zstd", ["-qc"], input: [])
    for bytes in [empty, empty + empty, Self.skippable(ofLength: 8), Self.skippable(ofLength: 9) + empty] {
      #expect(try Reading(scratch.write(bytes, to: "x.zst")).lines == [])
    }
  }

  /// Fetching the file again would not help: the dictionary is what is missing.
  @Test(arguments: [1, 2, 3, 64, nil] as [Int?], [false, true])
  func aDictionaryIsNamed(piece: Int?, salvages: Bool) throws {
    let scratch = try Scratch()
    var header = Self.header(
      Form(size: 0, isSingleSegment: false, hasChecksum: false, dictionary: 3), contentSize: Self.content.count)
    header.replaceSubrange(6..<10, with: Self.number(123_456_789, bytes: 4))
    let frame = header + Self.number(Self.content.count << 3 | 1, bytes: 3) + Self.content
    let first = try output("zstd", ["-qc"], input: Self.content)
    for (index, bytes) in [frame, first + frame].enumerated() {
      let path = scratch.file("x\(index).zst")
      if let piece {
        try PipeFeed.start(bytes, inPiecesOf: piece, through: path)
      } else {
        try scratch.write(bytes, to: "x\(index).zst")
      }
      var options = ShardReader.Options()
      options.salvage = salvages
      let failure = #expect(throws: IOFailure.self) { try Reading(path, options) }
      #expect(failure?.detail.contains("needs zstd dictionary 123456789") == true, "\(failure?.detail ?? "")")
      #expect(failure?.detail.contains("zstd -d -D") == true)
      #expect(failure?.offset == (index == 0 ? 0 : first.count))
    }
  }
}
