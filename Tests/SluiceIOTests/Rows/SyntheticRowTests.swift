import SluiceCore
import SluiceIO
import TestSupport
import Testing

struct SyntheticRowTests {
  @Test(arguments: ["plain", "a \"quoted\" \\ text\n\t\u{1}\u{7f}", "é 😀 \u{2028}", ""])
  func whatIsWrittenIsRead(_ text: String) throws {
    let scratch = try Scratch()
    let file = try RowFile(path: scratch.file("part.jsonl"), codec: OutputCodec(.zstd))
    let row = SyntheticRow(
      stage: "refusals", text: text, source: "s\(text)", style: "plain", originKey: "a/x.jsonl#3", originID: text,
      originScore: 4, originCategory: "violence", originWords: 9, usedWords: 8, parts: 1, model: "m\(text)",
      prompt: "p", promptVersion: "2", attempt: 1, requestHash: "00", safetyScore: 0, copyOverlap: 0.25,
      factOverlap: 1, userName: "", assistantName: "")
    row.append(to: file.rows)
    try file.endRow()
    try file.publish()
    let cursor = try LineCursor(path: scratch.file("part.jsonl"))
    #expect(try cursor.next())
    let found = try FieldReader<SyntheticRow.Field>().parse(cursor).get()
    let expected: [SyntheticRow.Field: String] = [
      .id: "refusals/a/x.jsonl#3", .text: text, .source: "s\(text)", .stage: "refusals", .style: "plain",
      .originKey: "a/x.jsonl#3", .originID: text, .originScore: "4", .originCategory: "violence", .model: "m\(text)",
      .prompt: "p", .promptVersion: "2", .attempt: "1", .requestHash: "00", .parts: "1", .safetyScore: "0",
    ]
    for field in SyntheticRow.Field.allCases { #expect(found[field].identifier == expected[field], "\(field)") }
    #expect(try !cursor.next())
  }
}
