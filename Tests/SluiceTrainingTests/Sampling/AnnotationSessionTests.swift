import Foundation
import SluiceCore
import SluiceTraining
import TestSupport
import Testing

struct AnnotationSessionTests {
  static let items = (1...3).map { AnnotationItem(id: "t#\($0)", text: "text \($0)", source: "s") }

  /// Presses characters; `\n` is enter, `<` backspace, `^` escape.
  func press(_ keys: String, _ session: inout AnnotationSession) -> [AnnotationRecord] {
    keys.flatMap { character -> [AnnotationSession.Action] in
      switch character {
      case "\n": session.press(.enter)
      case "<": session.press(.backspace)
      case "^": session.press(.escape)
      default: session.press(.character(character))
      }
    }.compactMap { if case .write(let record) = $0 { record } else { nil } }
  }

  @Test func aJudgementIsFourAnswers() {
    var session = AnnotationSession(items: Self.items, annotator: "me")
    let records = press("3cticy<\n" + "q", &session)
    #expect(records.count == 1)
    #expect(records[0].score == .moderate)
    #expect(records[0].category == .violence)
    #expect(records[0].stance == .topical)
    #expect(records[0].reason == "ic")
    #expect(records[0].id == "t#1")
    #expect(session.question == .finished)
  }

  @Test func aSafeTextTakesThreeKeys() {
    var session = AnnotationSession(items: Self.items, annotator: "me")
    let records = press("0\n\n0\n\n0\n\n", &session)
    #expect(records.map(\.id) == ["t#1", "t#2", "t#3"])
    #expect(records.allSatisfy { $0.score == .safe && $0.category == .none && $0.stance == .none })
    #expect(session.question == .finished)
    #expect(session.press(.character("0")) == [])
  }

  @Test func theLastJudgementCanBeTakenBack() {
    var session = AnnotationSession(items: Self.items, annotator: "me")
    let records = press("5b" + "h\n" + "u" + "0\n\n" + "s" + "q", &session)
    #expect(records.map(\.id) == ["t#1"])
    #expect(records.map(\.score) == [.safe])
  }

  @Test func escapeStartsTheDocumentAgain() {
    var session = AnnotationSession(items: Self.items, annotator: "me")
    #expect(press("4bh^", &session).isEmpty)
    #expect(session.question == .score)
    #expect(session.item?.id == "t#1")
  }

  @Test func keysWithoutMeaningDoNothing() {
    var session = AnnotationSession(items: Self.items, annotator: "me")
    #expect(press("6789x\n<", &session).isEmpty)
    #expect(session.question == .score)
    #expect(press("2zz\n", &session).isEmpty)
    #expect(session.question == .category)
  }

  @Test func endingWritesWhatIsComplete() {
    var session = AnnotationSession(items: Self.items, annotator: "me")
    _ = press("0\n\n", &session)
    let actions = session.press(.end)
    #expect(actions.count == 2)
    #expect(actions.last == .finish)
  }

  @Test func anInterruptedSessionGoesOnWhereItEnded() throws {
    var session = AnnotationSession(items: Self.items, annotator: "me")
    let written = press("0\n\n1l" + "nwords\n" + "q", &session)
    var file = try written.flatMap { try $0.line() }
    let whole = file.count
    file += Array("{\"id\":\"t#3\",\"tex".utf8)  // torn by a crash
    let (records, length) = try AnnotationRecord.read(file, path: "out.jsonl")
    #expect(records == written)
    #expect(length == whole)
    let resumed = AnnotationSession(items: Self.items, done: records, annotator: "me")
    #expect(resumed.item?.id == "t#3")
    #expect(resumed.progress == (2, 3))
    #expect(AnnotationSession(items: Self.items, done: records, annotator: "other").item?.id == "t#1")
  }

  @Test func recordsAreLabelledData() throws {
    var session = AnnotationSession(items: Self.items, annotator: "me")
    let records = press("5b" + "hwhy\nq", &session)
    let scratch = try Scratch()
    let path = try scratch.write(records[0].line(), to: "labels.jsonl")
    let document = try #require(LabelledReader.documents(in: [path]).first)
    #expect(document.score == .high)
    #expect(document.category == .harassmentHate)
    #expect(document.stance == .harmful)
    #expect(document.text == "text 1")
  }

  @Test func brokenRecordsAreNamedByLine() {
    #expect { try AnnotationRecord.read(Array("{}\n".utf8), path: "out.jsonl") } throws: { "\($0)".contains("line 1") }
  }
}

struct AgreementTests {
  func records(_ levels: [Int], annotator: String) -> [AnnotationRecord] {
    var session = AnnotationSession(
      items: levels.indices.map { AnnotationItem(id: "\($0)", text: "", source: "") }, annotator: annotator)
    var records: [AnnotationRecord] = []
    for level in levels {
      for key: AnnotationSession.Key in [.character(Character("\(level)")), .character("a"), .enter] {
        for case .write(let record) in session.press(key) { records.append(record) }
      }
    }
    return records
  }

  @Test func exactWithinOneAndKappa() throws {
    let agreement = try #require(
      Agreement(records([0, 1, 2, 5], annotator: "a"), records([0, 2, 2, 3], annotator: "b")))
    #expect(agreement.documents == 4)
    #expect(agreement.exact == 0.5)
    #expect(agreement.withinOne == 0.75)
    // Squared distances seen 5, expected from the margins 76 / 4 = 19.
    #expect(abs(try #require(agreement.quadraticKappa) - 0.7368421) < 1e-6)
  }

  @Test func annotatorsWithNothingInCommonHaveNoAgreement() {
    #expect(Agreement(records([0], annotator: "a"), []) == nil)
  }
}
