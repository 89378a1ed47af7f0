import SluiceCore
import SluiceIO
import TestSupport
import Testing

/// A document with its safety object gives back the document, whatever is in it.
struct QueueRowTests {
  private static let assessment = Assessment(
    score: .moderate, probabilities: LevelProbabilities(parts: [0, 1, 2, 9997, 0, 0]), category: .violence,
    stance: .harmful, span: 0..<1, scoredBytes: 1)

  private static let lines: [String] = [
    "\u{feff}{\"text\":\"first of a file\"}", #"{"text":"a"}"#, "  {\"text\" : \"b\" }  \r",
    #"{"text":"c","safety":{"safety_score":1,"route":"drop","key":"x#9"}}"#,
    #"{"text":",\"safety\":{\"safety_score\":5,\"route\":\"refusal\",\"key\":\"x#8\"}}"}"#,
    #"{"line_sha256":"00","line_bytes":3}"#,
  ]

  private func write(_ safetyKey: String, in scratch: Scratch) throws {
    let writer = SafetyObjectWriter(safetyKey: safetyKey, model: "m\"1", shard: "s/\"#x.jsonl", rules: ["r\\1", "r2"])
    let file = try RowFile(path: scratch.file("queue.jsonl"), codec: OutputCodec(.plain))
    for (number, line) in Self.lines.enumerated() {
      Array(line.utf8).withUnsafeBufferPointer {
        writer.append(
          $0, assessment: Self.assessment, scalarSpan: 3..<9, lane: .refusal, rule: 1, number: number + 1,
          to: file.rows)
      }
      try file.endRow()
    }
    try file.publish()
  }

  @Test(arguments: ["safety", "a.b", "with \"quotes\"", "", "é"])
  func documentsComeBackUnderAnySafetyKey(_ safetyKey: String) throws {
    let scratch = try Scratch()
    try write(safetyKey, in: scratch)
    let rows = try QueueRowReader(
      folder: scratch.path, path: "queue.jsonl", lane: .refusal, safetyKey: safetyKey, maxLineBytes: 1000)
    for (number, line) in Self.lines.enumerated() {
      try rows.next()
      let row = try #require(rows.row)
      #expect(row.key == DocumentKey(shard: "s/\"#x.jsonl", line: number + 1) && row.score == .moderate)
      Array(line.utf8).withUnsafeBufferPointer { #expect(row.restores($0), "\(line)") }
      Array((line + " ").utf8).withUnsafeBufferPointer { #expect(!row.restores($0)) }
    }
    try rows.next()
    #expect(rows.row == nil && rows.count == Self.lines.count)
  }

  /// What finds members of the object in a whole row finds the same.
  @Test(arguments: ["safety", "a.b", "é"]) func membersAreUnderOneLiteralKey(_ safetyKey: String) throws {
    let scratch = try Scratch()
    try write(safetyKey, in: scratch)
    let cursor = try LineCursor(path: scratch.file("queue.jsonl"))
    let members = FieldReader<SafetyObject.Member> { SafetyObject.path($0, safetyKey: safetyKey) }
    #expect(try cursor.next())
    for number in 1...3 {
      let found = try members.parse(cursor).get()
      #expect(found[.score].integer == 3 && found[.route].string == "refusal" && found[.category].string == "violence")
      #expect(found[.key].string == "s/\"#x.jsonl#\(number)")
      #expect(try cursor.next())
    }
  }

  @Test func aRowOfAnotherLaneIsRefused() throws {
    let scratch = try Scratch()
    try write("safety", in: scratch)
    let rows = try QueueRowReader(
      folder: scratch.path, path: "queue.jsonl", lane: .drop, safetyKey: "safety", maxLineBytes: 1000)
    #expect(throws: IOFailure.self) { try rows.next() }
  }
}
