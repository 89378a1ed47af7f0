import SluiceIO
import TestSupport
import Testing

/// What a reader made of a shard.
struct Reading: Equatable {
  var lines: [[UInt8]] = []
  var boundaries: [Int] = []
  var chunks = 0

  /// Reads a shard to its end; lines in pieces are put together again.
  init(_ path: String, _ options: ShardReader.Options = .init(), from mark: Chunk.Mark = .init(), until: Int = .max)
    throws
  {
    let reader = try ShardReader(path: path, options: options, from: mark)
    let chunk = Chunk()
    while chunks < until, try reader.next(into: chunk) {
      chunks += 1
      boundaries.append(chunk.after.position)
      switch chunk.content {
      case .longLine(let first, _):
        if first { lines.append([]) }
        lines[lines.count - 1] += Array(chunk.buffer.bytes)
      case .lines:
        var parts = chunk.buffer.bytes.split(separator: 10, omittingEmptySubsequences: false).map(Array.init)
        if parts.last == [] { parts.removeLast() }
        #expect(parts.count == chunk.lines)
        lines += parts
      }
    }
  }
}

/// Lines of many lengths, empty ones among them, some with CR.
func randomLines(_ count: Int, seed: UInt64, longest: Int = 3000) -> [[UInt8]] {
  var generator = SeededGenerator(seed: seed)
  return (0..<count).map { _ in
    let length =
      Bool.random(using: &generator)
      ? Int.random(in: 0...longest, using: &generator) : Int.random(in: 0...20, using: &generator)
    var line = (0..<length).map { _ in UInt8.random(in: 32...126, using: &generator) }
    if Int.random(in: 0..<5, using: &generator) == 0 { line.append(13) }
    return line
  }
}

/// The lines as a file, each ended by LF.
func joined(_ lines: [[UInt8]]) -> [UInt8] { lines.reduce(into: []) { $0 += $1 + [10] } }

struct ShardReaderTests {
  private func smallChunks() -> ShardReader.Options {
    var options = ShardReader.Options()
    options.chunkBytes = 4096
    return options
  }

  @Test func chunksAreTheSameInEveryForm() throws {
    let scratch = try Scratch()
    let lines = randomLines(400, seed: 1)
    let content = joined(lines)
    let plain = try scratch.write(content, to: "plain.jsonl")
    let half = content.count / 2
    let forms: [String: [UInt8]] = [
      "gzip": try output("gzip", ["-c"], input: content),
      "two members": try output("gzip", ["-c"], input: Array(content[..<half]))
        + output("gzip", ["-1c"], input: Array(content[half...])),
      "padded": try output("gzip", ["-c"], input: content) + [UInt8](repeating: 0, count: 1000),
      "pigz": try output("pigz", ["-c", "-b", "128"], input: content),
      "zstd": try output("zstd", ["-qc"], input: content),
      "two frames": try output("zstd", ["-qc"], input: Array(content[..<half]))
        + output("zstd", ["-qc", "--no-check"], input: Array(content[half...])),
      "skippable first": [0x53, 0x2a, 0x4d, 0x18, 5, 0, 0, 0, 1, 2, 3, 4, 5]
        + (try output("zstd", ["-qc"], input: content)),
      "long window": try output("zstd", ["-qc", "--long=27"], input: content),
    ]
    let expected = try Reading(plain, smallChunks())
    #expect(expected.lines == lines)
    for (name, bytes) in forms {
      let path = try scratch.write(bytes, to: name + ".bin")
      #expect(try Reading(path, smallChunks()) == expected, "\(name)")
    }
  }

  @Test func aMissingFinalNewlineLosesNoLine() throws {
    let scratch = try Scratch()
    let path = try scratch.write("a\nb", to: "x.jsonl")
    #expect(try Reading(path).lines == [Array("a".utf8), Array("b".utf8)])
  }

  @Test func anEmptyFileHasNoLines() throws {
    let scratch = try Scratch()
    #expect(try Reading(scratch.write("", to: "x.jsonl")).lines == [])
  }

  @Test func onlyLineFeedEndsALine() throws {
    let scratch = try Scratch()
    let text = "a\u{2028}b\u{2029}c\u{85}d\u{b}e\u{c}f\rg"
    #expect(try Reading(scratch.write(text + "\n", to: "x.jsonl")).lines == [Array(text.utf8)])
  }

  @Test(arguments: [1, 2, 3, 5, 1000, 4095, 4096, 4097, 9000, 50_000])
  func linesLongerThanTheLimitComeInPieces(_ length: Int) throws {
    let scratch = try Scratch()
    let lines = [Array("first".utf8), [UInt8](repeating: 120, count: length), Array("last".utf8)]
    let path = try scratch.write(joined(lines), to: "x.jsonl")
    var options = smallChunks()
    options.maxLineBytes = 8000
    #expect(try Reading(path, options).lines == lines)
  }

  @Test func piecesOfALongLineJoinAsBase64() throws {
    let scratch = try Scratch()
    let path = try scratch.write([UInt8](repeating: 65, count: 30_001), to: "x.jsonl")
    var options = smallChunks()
    options.maxLineBytes = 5000
    let reader = try ShardReader(path: path, options: options)
    let chunk = Chunk()
    var pieces: [(count: Int, last: Bool)] = []
    while try reader.next(into: chunk) {
      guard case .longLine(_, let last) = chunk.content else {
        Issue.record("the line is over the limit")
        return
      }
      pieces.append((chunk.buffer.count, last))
    }
    #expect(pieces.dropLast().allSatisfy { $0.count % 3 == 0 && !$0.last })
    #expect(pieces.last?.last == true)
    #expect(pieces.map(\.count).reduce(0, +) == 30_001)
  }

  @Test(arguments: ["plain", "gzip", "gzip members", "zstd", "zstd frames"], [UInt64(3), 4])
  func readingGoesOnAtAnyChunkEndAsIfNothingHadHappened(_ form: String, _ seed: UInt64) throws {
    let scratch = try Scratch()
    let content =
      joined(randomLines(120, seed: seed, longest: 6000)) + [UInt8](repeating: 66, count: 20_000)
      + Array("\nend\n".utf8)
    let parts = stride(from: 0, to: content.count, by: 30_000).map {
      Array(content[$0..<min($0 + 30_000, content.count)])
    }
    let bytes =
      switch form {
      case "gzip": try output("gzip", ["-c"], input: content)
      case "gzip members": try parts.flatMap { try output("gzip", ["-c"], input: $0) }
      case "zstd": try output("zstd", ["-qc"], input: content)
      case "zstd frames": try parts.flatMap { try output("zstd", ["-qc"], input: $0) }
      default: content
      }
    let path = try scratch.write(bytes, to: "x.jsonl")
    for hashing in [false, true] {
      var options = smallChunks()
      options.maxLineBytes = 10_000
      options.hashing = hashing
      let whole = try ShardReader(path: path, options: options)
      var marks: [Chunk.Mark] = []
      var contents: [[UInt8]] = []
      let chunk = Chunk()
      while try whole.next(into: chunk) {
        marks.append(chunk.after)
        contents.append(Array(chunk.buffer.bytes))
      }
      for (index, mark) in marks.enumerated() {
        let rest = try ShardReader(path: path, options: options, from: mark)
        var again: [[UInt8]] = []
        while try rest.next(into: chunk) { again.append(Array(chunk.buffer.bytes)) }
        #expect(again == Array(contents[(index + 1)...]), "after chunk \(index)")
        if hashing { #expect(rest.sha256 == whole.sha256) }
      }
    }
  }

  @Test func theDigestIsOfTheCompressedBytes() throws {
    let scratch = try Scratch()
    let path = try scratch.write(try output("zstd", ["-qc"], input: Array("{}\n".utf8)), to: "x.zst")
    var options = ShardReader.Options()
    options.hashing = true
    let reader = try ShardReader(path: path, options: options)
    while try reader.next(into: Chunk()) {}
    let expected = String(decoding: try output("sha256sum", [path]), as: UTF8.self).prefix(64)
    #expect(reader.sha256 == String(expected))
  }
}
