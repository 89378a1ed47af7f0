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

  /// What a run would quarantine, another JSON reader would read: as one of two answers.
  @Test(arguments: [
    #"{"text":"secret words","score":0,"score":5}"#, #"{"text":"secret words","score":0,}"#,
    #"{"text":"secret words","text":"other","score":0}"#, #"{"text":"secret \ud800","score":0}"#,
    #"{"text":"secret words","score":0} {}"#, #"{"text":"secret words","score":0,"x":1e999}"#,
    #"{"text":"secret words","score":0,"id":1,"id":2}"#, #"{"text":"secret words","score":0,"url":"a","url":"b"}"#,
    #"{"text":"secret words","score":0.5}"#, #"{"text":"secret words","score":0,"source":1}"#,
  ]) func itIsAsStrictAsARun(_ line: String) {
    #expect { try read("{\"text\":\"fine\",\"score\":0}\n\(line)\n") } throws: { error in
      let text = "\(error)"
      return error is LabelledDataError && text.contains("line 2") && !text.contains("secret")
    }
  }

  @Test func utf16IsRefused() throws {
    for encoding in [String.Encoding.utf16LittleEndian, .utf16] {
      let scratch = try Scratch()
      let bytes = #"{"text":"words","score":0}"#.data(using: encoding)!
      let path = try scratch.write(Array(bytes), to: "set.jsonl")
      #expect { try LabelledReader.documents(in: [path]) } throws: { "\($0)".contains("this is UTF-16 text") }
    }
  }

  @Test func theFirstLineMayHaveAByteOrderMarkAndNumbersAFraction() throws {
    let documents = try read(
      "\u{feff}{\"text\":\"one\",\"score\":3.0}\r\n{\"text\":\"two\",\"severity\":null,\"score\":1}")
    #expect(documents.map(\.text) == ["one", "two"] && documents.map(\.score) == [.moderate, .minimal])
  }

  @Test func nothingToMeasureOnIsAnError() {
    #expect { try read("\n\n") } throws: { "\($0)".contains("no document") }
  }
}
