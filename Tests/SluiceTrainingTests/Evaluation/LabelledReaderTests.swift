import Foundation
import SluiceCore
import SluiceTraining
import TestSupport
import Testing

struct LabelledReaderTests {
  func read(_ content: String) throws -> [LabelledDocument] {
    let scratch = try Scratch()
    return try LabelledReader.documents(in: [scratch.write(content, to: "set.jsonl")])
  }

  @Test func bothColumnSetsAreRead() throws {
    let documents = try read(
      """
      {"id":"a","text":"one","source":"web","score":3,"category":"violence","stance":"topical","reason":"r"}

      {"id":1,"text":"zwei é","severity":0,"label":"clean","category":"hate","source":"m"}
      {"text":"three","score":5}
      """)
    #expect(documents.map(\.key.description) == ["set.jsonl#1", "set.jsonl#3", "set.jsonl#4"])
    #expect(documents.map(\.score) == [.moderate, .safe, .high])
    #expect(documents[0].category == .violence)
    #expect(documents[0].stance == .topical)
    #expect(documents[1].category == nil)
    #expect(documents[1].text == "zwei é")
    #expect(documents[2].source == "")
  }

  @Test(arguments: [
    #"{"text":"secret words"}"#, #"{"text":"secret words","score":6}"#, #"{"text":"secret words","score":-1}"#,
    #"{"text":7,"score":1}"#, #"{"score":1}"#, #"secret words"#, #"{"text":"secret words","score":"3"}"#,
  ]) func aLineThatDoesNotFitIsAnErrorWithItsNumberAndWithoutItsText(_ line: String) {
    #expect { try read("{\"text\":\"fine\",\"score\":0}\n\(line)\n") } throws: { error in
      let text = "\(error)"
      return error is LabelledDataError && text.contains("line 2") && !text.contains("secret")
    }
  }

  @Test func nothingToMeasureOnIsAnError() {
    #expect { try read("\n\n") } throws: { "\($0)".contains("no document") }
  }
}
