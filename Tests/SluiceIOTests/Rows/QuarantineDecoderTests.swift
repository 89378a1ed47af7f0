import Foundation
import SluiceIO
import TestSupport
import Testing

/// Quarantine files read as shards: each line on its old number, byte for byte.
struct QuarantineDecoderTests {
  private func row(_ line: Int, _ bytes: [UInt8], shard: String = "a/x.jsonl") -> String {
    "{\"shard\":\"\(shard)\",\"line\":\(line),\"byte_offset\":9,\"reason\":\"not_json\",\"raw_base64\":\""
      + Data(bytes).base64EncodedString() + "\"}\n"
  }

  private func read(_ rows: String, _ change: (inout ShardReader.Options) -> Void = { _ in }) throws -> Reading {
    let scratch = try Scratch()
    var options = ShardReader.Options()
    options.replaysQuarantine = true
    change(&options)
    return try Reading(scratch.write(rows, to: "q.jsonl"), options)
  }

  @Test func linesStandWhereTheyStood() throws {
    let found = try read(row(2, [1, 2, 255]) + row(3, []) + row(6, Array("{}\r".utf8)))
    #expect(found.lines == [[], [1, 2, 255], [], [], [], Array("{}\r".utf8)])
    #expect(try read("").lines == [])
  }

  @Test(arguments: 0...9)
  func everyLengthOfBase64ComesBack(_ length: Int) throws {
    let bytes = (0..<length).map { UInt8(truncatingIfNeeded: 250 + $0 * 31) }.map { $0 == 10 ? 11 : $0 }
    #expect(try read(row(1, bytes) + row(2, bytes)).lines == [bytes, bytes])
  }

  @Test func chunksMayBeginAnywhereAgain() throws {
    let scratch = try Scratch()
    let lines = randomLines(300, seed: 5)
    let path = try scratch.write(lines.enumerated().map { row($0 * 3 + 1, $1) }.joined(), to: "q.jsonl")
    var options = ShardReader.Options()
    options.replaysQuarantine = true
    options.chunkBytes = 4096
    let whole = try Reading(path, options)
    #expect(whole.lines.filter { !$0.isEmpty } == lines.filter { !$0.isEmpty })
    let reader = try ShardReader(path: path, options: options)
    let chunk = Chunk()
    for skipped in 1...4 {
      #expect(try reader.next(into: chunk))
      let rest = try Reading(path, options, from: chunk.after)
      #expect(rest.boundaries == Array(whole.boundaries.dropFirst(skipped)))
    }
  }

  @Test func whatSluiceDidNotWriteIsRefused() throws {
    let good = row(3, [1, 2, 3])
    for bad in [
      String(good.dropLast(4)), String(good.dropLast()), good + row(3, [1]), good + row(2, [1]),
      good + row(9, [1], shard: "other"), good.replacingOccurrences(of: "AQID", with: "AQI"),
      good.replacingOccurrences(of: "AQID", with: "A=ID"), good.replacingOccurrences(of: "AQID", with: "AQ D"),
      good.replacingOccurrences(of: "\"line\":3", with: "\"line\":x"), "{\"text\":\"a document\"}\n",
      good.replacingOccurrences(of: "\"}", with: "\",\"more\":1}"), row(0, [1]), row(-1, [1]),
    ] {
      #expect(throws: IOFailure.self, "\(bad)") { try read(bad) }
    }
  }
}
