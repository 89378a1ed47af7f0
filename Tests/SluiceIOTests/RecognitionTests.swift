import Foundation
import SluiceIO
import TestSupport
import Testing

/// A shard that is something other than JSON Lines fails, with what it is and what to do, in every compression; a JSON
/// Lines file keeps its lines however it begins.
struct RecognitionTests {
  enum Layer: String, CaseIterable {
    case plain, gzip, zstd

    func compress(_ bytes: [UInt8]) throws -> [UInt8] {
      switch self {
      case .plain: bytes
      case .gzip: try output("gzip", ["-c"], input: bytes)
      case .zstd: try output("zstd", ["-qc"], input: bytes)
      }
    }
  }

  static let document = "{\"id\":\"a\",\"text\":\"beans behind the old stone wall\"}\n"
  private static let zeros = [UInt8](repeating: 0, count: 64)

  private static func tar(_ format: String) throws -> [UInt8] {
    let scratch = try Scratch()
    try scratch.write(document, to: "a.jsonl")
    return try output("tar", ["--format", format, "-C", scratch.path, "-cf", "-", "a.jsonl"])
  }

  private static func wide(_ text: String, _ encoding: String.Encoding) -> [UInt8] {
    Array(text.data(using: encoding) ?? Data())
  }

  private static func utf8(_ text: String, _ tail: [UInt8] = []) -> [UInt8] { Array(text.utf8) + tail }

  /// What it is called, and bytes.
  static func foreign() throws -> [(name: String, bytes: [UInt8])] {
    let line = Array(document.utf8)
    let lines = document + document
    return try [
      ("a tar archive", tar("ustar")), ("a tar archive", tar("gnu")), ("a tar archive", tar("pax")),
      ("a tar archive", tar("v7")),
      ("xz", output("xz", ["-c"], input: line)), ("bzip2", output("bzip2", ["-c"], input: line)),
      ("bzip2", output("bzip2", ["-c"], input: [])),
      ("lz4", [0x04, 0x22, 0x4d, 0x18] + zeros), ("lz4", [0x02, 0x21, 0x4c, 0x18] + zeros),
      ("lzip", utf8("LZIP", [1]) + zeros), ("lzop", [0x89, 0x4c, 0x5a, 0x4f, 0, 13, 10, 26, 10]),
      ("framed snappy", [0xff, 6, 0, 0] + utf8("sNaPpY")), ("compress", [0x1f, 0x9d, 0x90] + zeros),
      ("a zip archive", utf8("PK", [3, 4]) + zeros), ("a 7z archive", [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4]),
      ("a RAR archive", utf8("Rar!", [0x1a, 7, 1, 0])), ("Parquet", utf8("PAR1", [0x15, 4] + zeros)),
      ("Arrow file", utf8("ARROW1", [0, 0]) + zeros), ("Arrow stream", [255, 255, 255, 255, 0xb8, 0, 0, 0] + zeros),
      ("Feather", utf8("FEA1") + zeros), ("Avro", utf8("Obj", [1, 4])), ("ORC", utf8("ORC\n") + zeros),
      ("SQLite", utf8("SQLite format 3", [0]) + zeros), ("HDF5", [0x89] + utf8("HDF\r\n", [0x1a, 10])),
      ("NumPy", [0x93] + utf8("NUMPY", [1, 0])), ("pickle", [0x80, 4, 0x95, 9, 0, 0]),
      ("PDF", utf8("%PDF-1.7\n%\u{e2}\u{e3}\n1 0 obj\n")), ("WARC", utf8("WARC/1.0\r\nWARC-Type: warcinfo\r\n\r\n")),
      ("Git LFS pointer", utf8("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 3\n")),
      ("HTML", utf8("\n<!DOCTYPE html>\n<html><body>404</body></html>\n")), ("HTML", utf8("<HTML><head>")),
      ("XML", utf8("<?xml version=\"1.0\"?>\n<Error><Code>AccessDenied</Code></Error>")),
      ("a JSON array", utf8("[{\"text\":\"a\"}, {\"text\":\"b\"}]")),
      ("a JSON array", utf8("\u{feff} [\"a\",\"b\"]\n\n")),
      ("a JSON array", utf8("[\n\(document.dropLast()),\n\(document)]\n")),
      ("a JSON array", utf8("[\r\n  {\r\n    \"text\": \"a\"\r\n  }\r\n]\r\n")),
      ("a JSON array", utf8("[" + String(repeating: "{\"text\":\"a\"},", count: 9000) + "{}]\n" + lines)),
      ("a JSON array", utf8("[ {\n  \"text\" : \"a\"\n}, {\n  \"text\" : \"b\"\n} ]")),
      ("a JSON array", utf8("[{\"text\":\"a\"},\n{\"text\":\"b\"}]\n")),
      ("a JSON array", utf8("[\"a\",\r\n\"b\"]\n")),
      ("JSON over several lines", utf8("{\n  \"id\": \"a\",\n  \"text\": \"b\"\n}\n")),
      ("JSON over several lines", utf8("{\r\n\r\n\t\"a\\\"b\" : 1\r\n}")),
      ("UTF-16", wide(lines, .utf16)), ("UTF-16", [0xff, 0xfe] + wide(lines, .utf16LittleEndian)),
      ("UTF-16", [0xfe, 0xff] + wide(lines, .utf16BigEndian)), ("UTF-16", wide(lines, .utf16LittleEndian)),
      ("UTF-16", wide("\r\n" + lines, .utf16BigEndian)), ("UTF-16", [0xff, 0xfe]),
      ("UTF-32", [0xff, 0xfe, 0, 0] + wide(lines, .utf32LittleEndian)), ("UTF-32", wide(lines, .utf32BigEndian)),
      ("UTF-32", [0, 0, 0xfe, 0xff] + wide(lines, .utf32BigEndian)), ("UTF-32", wide("{\"a\":1}", .utf32LittleEndian)),
    ]
  }

  private func failure(_ bytes: [UInt8], _ scratch: Scratch, salvages: Bool = false) throws -> IOFailure? {
    var options = ShardReader.Options()
    options.salvage = salvages
    do {
      _ = try Reading(scratch.write(bytes, to: "x.jsonl"), options)
      return nil
    } catch let failure as IOFailure {
      return failure
    }
  }

  @Test(arguments: Layer.allCases)
  func everyForeignFormatFailsTheShardByName(layer: Layer) throws {
    let scratch = try Scratch()
    for (name, bytes) in try Self.foreign() {
      let shard = try layer.compress(bytes)
      for salvages in [false, true] {
        let found = try #require(try failure(shard, scratch, salvages: salvages), "\(name)")
        #expect(found.kind == .foreign, "\(name): \(found)")
        #expect(found.detail.contains(name) && found.detail.contains("sluice does not read; "), "\(name): \(found)")
        #expect(found.detail.contains(" in \(layer.rawValue)") == (layer != .plain), "\(found)")
      }
    }
  }

  @Test(arguments: [Layer.gzip, .zstd], [Layer.gzip, .zstd])
  func compressionInCompressionFailsTheShard(outer: Layer, inner: Layer) throws {
    let scratch = try Scratch()
    let shard = try outer.compress(inner.compress(Array(Self.document.utf8)))
    for salvages in [false, true] {
      let found = try failure(shard, scratch, salvages: salvages)
      #expect(found?.kind == .foreign)
      #expect(found?.detail.contains("compressed twice (\(inner.rawValue) in \(outer.rawValue))") == true)
    }
  }

  @Test func aForeignFormatIsRecognisedThoughTheStreamBreaksOff() throws {
    let scratch = try Scratch()
    let shard = try Layer.gzip.compress(try Self.tar("ustar") + (0..<9000).map { UInt8(truncatingIfNeeded: $0 * 7) })
    #expect(try failure(Array(shard.dropLast(9)), scratch, salvages: true)?.kind == .foreign)
  }

  /// Lines that belong in quarantine, before lines that do not.
  static let junk: [String] = [
    "[]", "[1]", "[{\"text\":\"a\"}]", "[\"a\"]", "[INFO] begin", "{", "{}", "{\"", "{ \"a\": 1", "\"", "1", "null",
    "-", "]",
    "BZh91 is a magic number", "PAR1", "PARE", "ORC", "ORC file", "FEA1", "Rar!", "PK", "LZIP", "ARROW1", "Obj",
    "SQLite format 3", "%PDF-1.4", "WARC/1.0", "<!DOCTYPE html>", "<html>", "<?xml version=\"1.0\"?>", "ustar",
    "version https://git-lfs.github.com/spec/v1", "id,text,source", "a\u{0}b", "\u{0}", "\u{0}{",
    String(repeating: "x", count: 257) + "ustar\u{0}00", "{\"text\":\"torn",
  ]

  @Test(arguments: Layer.allCases)
  func aJSONLinesFileMayBeginWithJunk(layer: Layer) throws {
    let scratch = try Scratch()
    for junk in Self.junk {
      for ending in ["\n", "\r\n"] {
        let content = Array((junk + ending + Self.document + Self.document).utf8)
        #expect(try failure(layer.compress(content), scratch) == nil, "\(junk)")
        #expect(try joined(Reading(scratch.file("x.jsonl")).lines) == content, "\(junk)")
      }
    }
  }

  /// Any bytes at all before a document, with the first of which nothing begins that is certain.
  @Test func noiseBeforeDocumentsIsReadAsLines() throws {
    let scratch = try Scratch()
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<300 {
      let noise = (0..<Int.random(in: 1...40, using: &generator)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      let first = noise[0]
      guard ![0x1f, 0x28, 0xff, 0xfe].contains(first), !(0x50...0x5f).contains(first) else { continue }
      let content = noise + [10] + Array((Self.document + Self.document).utf8)
      #expect(try failure(content, scratch) == nil, "\(noise)")
    }
  }

  @Test func whatWasAcceptedOnceIsReadAgain() throws {
    let scratch = try Scratch()
    var options = ShardReader.Options()
    options.acceptsAnyContent = true
    let path = try scratch.write("[\n\(Self.document)]\n", to: "x.jsonl")
    #expect(try Reading(path, options).lines.count == 3)
  }

  @Test(arguments: [1, 2, 7])
  func aPipeInPiecesIsRecognised(size: Int) throws {
    let scratch = try Scratch()
    for (index, layer) in Layer.allCases.enumerated() {
      let path = scratch.file("pipe\(index)")
      try PipeFeed.start(layer.compress(Self.tar("ustar").prefix(2000).map { $0 }), inPiecesOf: size, through: path)
      let found = #expect(throws: IOFailure.self) { try Reading(path) }
      #expect(found?.kind == .foreign, "\(layer)")
    }
  }

  // MARK: Expansion

  private func bomb(_ mebibytes: Int, _ layer: Layer) throws -> [UInt8] {
    let block = try layer.compress(Array(repeating: UInt8(ascii: "\n"), count: 16 << 20))
    return Array((0..<(mebibytes / 16)).map { _ in block }.joined())
  }

  private func count(_ path: String, _ limit: Int?) throws -> Int {
    var options = ShardReader.Options()
    options.maxExpansion = limit
    let reader = try ShardReader(path: path, options: options)
    let chunk = Chunk()
    var lines = 0
    while try reader.next(into: chunk) { lines += chunk.lines }
    return lines
  }

  @Test func aShardThatExpandsTooFarFailsWithTheRatioAndTheOption() throws {
    let scratch = try Scratch()
    let path = try scratch.write(try bomb(128, .zstd), to: "x.zst")
    let found = #expect(throws: IOFailure.self) { try count(path, Expansion.defaultLimit) }
    #expect(found?.kind == .expandsTooMuch)
    #expect(found?.detail.contains("1000 times") == true && found?.detail.contains("--max-expansion") == true)
    #expect(try count(path, nil) == 128 << 20)
    #expect(try count(path, 1_000_000) == 128 << 20)
  }

  @Test func theFirstPartOfAShardMayExpandAsItLikes() throws {
    let scratch = try Scratch()
    let path = try scratch.write(try bomb(64, .zstd), to: "x.zst")
    #expect(try count(path, Expansion.defaultLimit) == 64 << 20)
  }

  /// gzip expands no more than 1,032 times, text that people write much less.
  @Test func aLowerBoundHoldsForGzip() throws {
    let scratch = try Scratch()
    let path = try scratch.write(try bomb(96, .gzip), to: "x.gz")
    #expect(throws: IOFailure.self) { try count(path, 500) }
    #expect(try count(path, 2000) == 96 << 20)
  }
}
