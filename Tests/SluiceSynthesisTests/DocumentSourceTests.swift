import SluiceCore
import SluiceIO
import SluiceSynthesis
import TestSupport
import Testing

/// The documents of a queue, as a stage reads them.
struct DocumentSourceTests {
  private func queue(_ lines: [String], safetyKey: String, in scratch: Scratch) throws -> String {
    let assessment = Assessment(
      score: .moderate, probabilities: LevelProbabilities(parts: [0, 0, 0, 10_000, 0, 0]), category: .violence,
      stance: .harmful, span: 0..<1, scoredBytes: 1)
    let writer = SafetyObjectWriter(safetyKey: safetyKey, model: "m", shard: "x.jsonl", rules: ["r"])
    let path = scratch.file("queue.jsonl")
    let file = try RowFile(path: path, codec: OutputCodec(.plain))
    for (number, line) in lines.enumerated() {
      Array(line.utf8).withUnsafeBufferPointer {
        writer.append(
          $0, assessment: assessment, scalarSpan: 0..<1, lane: .refusal, rule: 0, number: number + 1, to: file.rows)
      }
      try file.endRow()
    }
    try file.publish()
    return path
  }

  private func source(_ path: String, safetyKey: String, maxLineBytes: Int = 64 << 20) -> DocumentSource {
    let fields = RowFields(queue: FieldPaths(), safetyKey: safetyKey, maxLineBytes: maxLineBytes)
    return DocumentSource([.init(paths: [path], fields: fields)])
  }

  @Test(arguments: ["safety", "a.b", "é \"q\""]) func documentsAreReadUnderAnySafetyKey(_ safetyKey: String) throws {
    let scratch = try Scratch()
    let path = try queue(
      [#"{"id":7,"text":"one","source":"s"}"#, #"{"":1,"text":"two","a":{"b":{"key":"no"}}}"#], safetyKey: safetyKey,
      in: scratch)
    let documents = source(path, safetyKey: safetyKey)
    let first = try #require(try documents.nextDocument())
    #expect(first.key == "x.jsonl#1" && first.text == "one" && first.id == "7" && first.source == "s")
    #expect(first.score == 3 && first.category == "violence")
    let second = try #require(try documents.nextDocument())
    #expect(second.key == "x.jsonl#2" && second.text == "two" && second.id == "" && second.source == "")
    #expect(try documents.nextDocument() == nil)
  }

  @Test func theFirstLineOfAFileMayHaveAByteOrderMark() throws {
    let scratch = try Scratch()
    let documents = try source(
      queue(["\u{feff}{\"text\":\"one\"}"], safetyKey: "safety", in: scratch), safetyKey: "safety")
    #expect(try documents.nextDocument()?.text == "one")
  }

  @Test func aRowMayBeAsLongAsTheRunAllowed() throws {
    let scratch = try Scratch()
    let text = String(repeating: "x", count: 66 << 20)
    let path = try queue(["{\"text\":\"\(text)\"}"], safetyKey: "safety", in: scratch)
    #expect(
      try source(path, safetyKey: "safety", maxLineBytes: 70 << 20).nextDocument()?.text.utf8.count == text.utf8.count)
    let documents = source(path, safetyKey: "safety")
    #expect(throws: IOFailure.self) { try documents.nextDocument() }
  }
}
