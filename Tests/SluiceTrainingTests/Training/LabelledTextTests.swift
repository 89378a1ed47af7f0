import SluiceCore
import SluiceTraining
import TestSupport
import Testing

struct LabelledTextTests {
  private func read(_ content: String) throws -> (rows: [LabelledText], skipped: Int) {
    let scratch = try Scratch()
    return try LabelledText.read(scratch.write(content, to: "rows.jsonl"))
  }

  @Test func bothColumnSetsAreRead() throws {
    let (rows, skipped) = try read(
      """
      \u{feff}{"text":"one","source":"a","score":3,"category":"violence","stance":"topical"}

      {"text":"two","source":"b","severity":2,"category":"violence"}
      {"text":"three","source":"c","score":"1"}
      """)
    #expect(skipped == 0 && rows.map(\.severity) == [3, 2, 1] && rows.map(\.isRubric) == [true, false, true])
    #expect(rows.map(\.source) == ["a", "b", "c"] && rows.map(\.category) == [.violence, nil, nil])
    #expect(rows[0].stance == .topical && rows[0].text == Array("one".utf8))
  }

  @Test(arguments: [
    #"{"text":"t","source":"s"}"#, #"{"text":"t","source":"s","score":6}"#, #"{"text":"","source":"s","score":1}"#,
    #"{"text":"t","score":1}"#, #"{"source":"s","score":1}"#, "words",
    #"{"text":"t","source":"s","score":0,"score":5}"#,
    #"{"text":"t","source":"s","score":0,}"#, #"{"text":"t","source":"s","score":0,"stance":"none","stance":"none"}"#,
  ]) func aLineWithoutALabelOrThatARunWouldRefuseIsCounted(_ line: String) throws {
    let (rows, skipped) = try read("{\"text\":\"fine\",\"source\":\"s\",\"score\":0}\n\(line)\n")
    #expect(rows.count == 1 && skipped == 1)
  }
}
