import SluiceCore
import SluiceIO
import TestSupport
import Testing

/// Chunks in, rows out: the same rows however the shard is cut.
struct DocumentReaderTests {
  /// A row, put together from its pieces.
  struct Found: Equatable {
    var number: Int
    var offset: Int
    var bytes: [UInt8]
    var text: String?
    var problem: QuarantineReason?
  }

  struct Shard: Equatable {
    var rows: [Found] = []
    var blank = 0
    var lines = 0
  }

  private func read(
    _ content: [UInt8], chunkBytes: Int = 1 << 20, maxLineBytes: Int = 64 << 20, damaged: Bool = false,
    reservedKey: String? = nil
  ) throws -> Shard {
    let scratch = try Scratch()
    var options = ShardReader.Options()
    options.chunkBytes = chunkBytes
    options.maxLineBytes = maxLineBytes
    options.salvage = damaged
    let bytes = damaged ? try output("gzip", ["-1nc"], input: content).dropLast(9) : content[...]
    let reader = try ShardReader(path: scratch.write(bytes, to: "x.jsonl"), options: options)
    let documents = DocumentReader(FieldPaths(), reservedKey: reservedKey, maxLineBytes: maxLineBytes)
    let chunk = Chunk()
    var shard = Shard()
    while try reader.next(into: chunk) {
      shard.lines += chunk.lines
      shard.blank += documents.forEachRow(in: chunk) { row in
        if row.isBeginning {
          shard.rows.append(Found(number: row.number, offset: row.offset, bytes: [], text: nil, problem: nil))
        }
        let last = shard.rows.count - 1
        #expect(row.number == shard.rows[last].number)
        if !row.isEnd { #expect(row.bytes.count % 3 == 0) }
        shard.rows[last].bytes += Array(row.bytes)
        switch row.document {
        case .success(let fields): shard.rows[last].text = String(decoding: fields.text, as: UTF8.self)
        case .failure(let problem): shard.rows[last].problem = problem
        }
      }
    }
    return shard
  }

  private func read(_ content: String) throws -> Shard { try read(Array(content.utf8)) }

  @Test func rowsHaveTheirNumbersPlacesAndBytes() throws {
    let found = try read("{\"text\":\"a\"}\n\nno\n{\"text\":\"b\"}")
    #expect(
      found.rows == [
        Found(number: 1, offset: 0, bytes: Array("{\"text\":\"a\"}".utf8), text: "a"),
        Found(number: 3, offset: 14, bytes: Array("no".utf8), problem: .notJSON),
        Found(number: 4, offset: 17, bytes: Array("{\"text\":\"b\"}".utf8), text: "b"),
      ])
    #expect(found.blank == 1 && found.lines == 4)
  }

  @Test func theMarkOfAFileIsInItsBytesAndNotInItsDocument() throws {
    let mark: [UInt8] = [0xef, 0xbb, 0xbf]
    let line = Array("{\"text\":\"a\"}".utf8)
    let found = try read(mark + line + [10] + mark + line + [10])
    #expect(found.rows.map(\.text) == ["a", nil] && found.rows[1].problem == .notJSON)
    #expect(found.rows.map(\.bytes) == [mark + line, mark + line])
    #expect(try read(mark).blank == 1, "a file with nothing else is one blank line")
    #expect(try read(mark + [32, 13, 10] + line).rows.map(\.number) == [2])
  }

  @Test(arguments: ["\n", "\r\n"], [true, false]) func everyLineEndIsRead(_ end: String, _ isEnded: Bool) throws {
    let found = try read("{\"text\":\"a\"}\(end)\(end){\"text\":\"b\"}" + (isEnded ? end : ""))
    #expect(found.rows.map(\.text) == ["a", "b"] && found.blank == 1 && found.lines == 3)
  }

  @Test func aLineOverTheLimitHasNoDocument() throws {
    let long = "{\"text\":\"" + String(repeating: "x", count: 100) + "\"}"
    let content = Array("{\"text\":\"a\"}\n\(long)\n{\"text\":\"b\"}\n".utf8)
    for chunkBytes in [3, 16, 50, 1000] {
      let found = try read(content, chunkBytes: chunkBytes, maxLineBytes: 40)
      #expect(found.rows.map(\.text) == ["a", nil, "b"] && found.rows[1].problem == .lineTooLong)
      #expect(found.rows[1].bytes == Array(long.utf8))
    }
  }

  @Test func theLineADamagedStreamBreaksInHasNoDocument() throws {
    var content = ""
    for number in 0..<3000 { content += "{\"text\":\"number \(number &* 2_654_435_761 % 100_003)\"}\n" }
    let found = try read(Array(content.utf8), damaged: true)
    let last = try #require(found.rows.last)
    #expect(found.rows.dropLast().allSatisfy { $0.text != nil } && found.rows.count > 1000)
    #expect(last.problem == .tornLine || content.utf8.starts(with: found.rows.flatMap { $0.bytes + [10] }))
  }

  @Test func theReservedKeyIsOptional() throws {
    let lines = Array("{\"safety\":1,\"text\":\"a\"}\n{\"\":1,\"text\":\"b\"}\n".utf8)
    #expect(try read(lines, reservedKey: "safety").rows.map(\.problem) == [.safetyKeyTaken, nil])
    #expect(try read(lines).rows.map(\.problem) == [nil, nil])
  }

  @Test(arguments: UInt64(0)..<4) func everyChunkSizeGivesTheSameRows(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var content: [UInt8] = seed % 2 == 0 ? [0xef, 0xbb, 0xbf] : []
    for number in 0..<40 {
      let text = String(repeating: "é", count: Int.random(in: 0...30, using: &generator))
      let line =
        [
          "{\"text\":\"\(text)\"}", "{\"text\":\"\(text)\"}\r", "", " \t", "broken \(text)", "{\"id\":\(number)}",
        ].randomElement(using: &generator)!
      content += Array(line.utf8) + (number == 39 && seed > 1 ? [] : [10])
    }
    let whole = try read(content, maxLineBytes: 45)
    #expect(whole.rows.count + whole.blank == whole.lines)
    for chunkBytes in Array(3...40) + [64, 100, 333] {
      #expect(try read(content, chunkBytes: chunkBytes, maxLineBytes: 45) == whole, "chunks of \(chunkBytes)")
    }
  }
}
