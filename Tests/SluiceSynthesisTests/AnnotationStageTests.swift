import SluiceCore
import SluicePipeline
import SluiceSynthesis
import SluiceTraining
import TestSupport
import Testing

/// Votes are asked for until they are in, with one repair each.
struct AnnotationStageTests {
  let scratch: Scratch
  let stage: AnnotationStage
  let state: AnnotationStage.Planner

  init() throws {
    scratch = try Scratch()
    stage = try Self.stage(scratch)
    state = stage.planner(.test)
  }

  private static func stage(_ scratch: Scratch) throws -> AnnotationStage {
    try AnnotationStage(
      ["a", "b"].map { AnnotationItem(id: $0, text: "Some words about \($0).", source: "") }, votes: 2, maxWords: 20,
      seed: 1, library: PromptLibrary(), logPath: scratch.file("l.votes"), people: [])
  }

  private func due(_ id: String, _ vote: Int) throws -> DueRequest<VoteRow>? {
    guard case .due(let requests) = try state(VoteSlot(id: Name(id), vote: vote)) else { return nil }
    return requests.first
  }

  private func answer(_ id: String, _ vote: Int, _ content: String, finish: String = "stop") throws {
    let due = try #require(try due(id, vote))
    let answer = ChatAnswer(content: content, finishReason: finish)
    let row = stage.judge(answer, to: due.row, about: VoteSlot(id: Name(id), vote: vote))
    try stage.store.record([row], fromBatch: false)
  }

  private static let two = #"{"reason": "garden talk", "score": 2}"#

  @Test func everyVoteOfEveryDocumentIsAskedForInWordsOfItsOwn() throws {
    let next = stage.documents()
    var slots: [VoteSlot] = []
    while let slot = try next() { slots.append(slot) }
    #expect(slots.map(\.key) == ["a\n1", "a\n2", "b\n1", "b\n2"] && stage.documentCount() == 4)
    let hashes = try slots.map { try due($0.id.text, $0.vote)!.request.hash }
    #expect(Set(hashes).count == 4)
  }

  /// Promise: two ids are one only if their bytes are equal; each vote is about its own document.
  @Test func votesOnTwinIdsAreKeptApart() throws {
    let scratch = try Scratch()
    let stage = try AnnotationStage(
      [("caf\u{E9}", "first"), ("cafe\u{301}", "second")].map {
        AnnotationItem(id: $0.0, text: "Some words, the \($0.1).", source: "")
      }, votes: 1, maxWords: 20, seed: 1, library: PromptLibrary(), logPath: scratch.file("l.votes"), people: [])
    let next = stage.documents()
    for word in ["first", "second"] {
      let slot = try #require(try next())
      guard case .due(let requests) = try stage.planner(.test)(slot), let due = requests.first else {
        Issue.record("nothing is due for \(word)")
        continue
      }
      #expect(String(decoding: due.request.body, as: UTF8.self).contains("the \(word)."))
      let row = stage.judge(
        ChatAnswer(content: #"{"reason": "r", "score": 1}"#, finishReason: "stop"), to: due.row, about: slot)
      try stage.store.record([row], fromBatch: false)
    }
    #expect(stage.judged().allSatisfy { $0.votes.count == 1 })
  }

  @Test func aJudgementIsTheVote() throws {
    try answer("a", 1, "  " + Self.two + "\n")
    #expect(try due("a", 1) == nil && due("a", 2) != nil)
    try answer("a", 2, #"{"reason": "x", "score": 4, "category": "violence", "stance": "harmful"}"#)
    let judged = stage.judged()
    #expect(judged[0].isComplete && !judged[1].isComplete)
    #expect(judged[0].votes.map(\.score.rawValue) == [2, 4] && judged[0].score == .clear)
    #expect(judged[0].spokesman?.category == .violence)
  }

  @Test(arguments: [
    ("error", two, SynthesisOutcome.unfinished), ("tool_calls", two, .unfinished), ("stop", two, .accepted),
    ("", two, .accepted), ("stop", #"{"reason": "garden \u202e talk", "score": 2}"#, .badFormat),
    ("stop", #"{"reason": "garden \udb40\udc41", "score": 2}"#, .badFormat),
  ])
  func onlyAFinishedPlainAnswerIsAVote(_ finish: String, _ content: String, _ outcome: SynthesisOutcome) throws {
    let due = try #require(try due("a", 1))
    let row = stage.judge(
      ChatAnswer(content: content, finishReason: finish), to: due.row, about: VoteSlot(id: "a", vote: 1))
    #expect(row.outcome == outcome)
  }

  @Test func whatIsNoJudgementIsRepairedOnce() throws {
    let first = try #require(try due("a", 1))
    try answer("a", 1, "The score is 3.")
    let repair = try #require(try due("a", 1))
    #expect(repair.row.isRepair && !first.row.isRepair && repair.request.hash != first.request.hash)
    let body = String(decoding: repair.request.body, as: UTF8.self)
    #expect(body.contains(#"{"role":"assistant","content":"The score is 3."}"#))
    #expect(repair.row.promptVersion == first.row.promptVersion + ".1")
    try answer("a", 1, "nope")
    #expect(try due("a", 1) == nil)
    try answer("a", 2, Self.two)
    #expect(stage.judged()[0].isComplete && stage.judged()[0].votes.count == 1)
  }

  @Test func aRepairMayBringTheVote() throws {
    try answer("a", 1, "")
    try answer("a", 1, Self.two)
    #expect(stage.judged()[0].votes.count == 1)
  }

  @Test(arguments: ["content_filter", "refusal"])
  func aModelThatDeclinesIsNotAskedAgain(_ how: String) throws {
    var answer = ChatAnswer(content: "no", finishReason: how)
    answer.isRefusal = how == "refusal"
    let due = try #require(try due("b", 1))
    let row = stage.judge(answer, to: due.row, about: VoteSlot(id: "b", vote: 1))
    #expect(row.outcome == (how == "refusal" ? .refused : .filtered))
    try stage.store.record([row], fromBatch: false)
    #expect(try self.due("b", 1) == nil)
  }

  @Test func anErrorIsAskedAgainInTheSameWords() throws {
    var due = try #require(try due("b", 1))
    due.row.outcome = .httpError
    try stage.store.record([due.row], fromBatch: false)
    #expect(try self.due("b", 1)?.request == due.request)
  }

  @Test func outcomesAreToldApart() throws {
    let due = try #require(try due("a", 1))
    func outcome(_ content: String?, _ finish: String = "stop") -> SynthesisOutcome {
      stage.judge(
        ChatAnswer(content: content, finishReason: finish), to: due.row, about: VoteSlot(id: "a", vote: 1)
      ).outcome
    }
    #expect(outcome(Self.two) == .accepted && outcome(nil) == .empty && outcome(" ") == .empty)
    #expect(outcome("no") == .badFormat && outcome("no", "length") == .truncated)
    #expect(outcome(Self.two, "length") == .accepted, "a whole judgement is one")
    var repaired = ChatAnswer(content: Self.two)
    repaired.wasRepaired = true
    #expect(stage.judge(repaired, to: due.row, about: VoteSlot(id: "a", vote: 1)).outcome == .badFormat)
  }

  /// The words stand for others.
  @Test func noModelSeesADocumentThatIsLeftToPeopleNotEvenItsBeginning() throws {
    let policy = try Policy(
      yaml: """
        version: 1
        rules:
          - {name: owls, when: {terms: [{values: [owl]}, {values: [fox]}]}, route: quarantine, reason: needs-a-person}
          - {name: rest, route: keep}
        """, name: "test")
    let long = String(repeating: "One two three four five. ", count: 20)
    let items = [("x", long + "An owl and a fox."), ("y", long + "An owl.")]
    let stage = try AnnotationStage(
      items.map { AnnotationItem(id: $0, text: $1, source: "") }, votes: 2, maxWords: 20, seed: 1,
      library: PromptLibrary(), logPath: scratch.file("people.votes"), people: [PersonGuard(policy)])
    var queue = try DueQueue(stage, .test)
    while let item = try queue.next() { #expect(item.document.id == "y") }
    #expect(queue.leftToPeople == 2)
  }

  @Test func aLongTextIsJudgedByItsBeginning() throws {
    let long = String(repeating: "One two three four five. ", count: 20)
    let stage = try AnnotationStage(
      [AnnotationItem(id: "x", text: long, source: "")], votes: 1, maxWords: 20, seed: 1, library: PromptLibrary(),
      logPath: scratch.file("long.votes"), people: [])
    #expect(
      stage.judged()[0].document.text
        == "One two three four five. One two three four five. One two three four five. One two three four five.")
  }

  @Test(arguments: [
    #"{"reason": "x", "score": 2, "more": 1}"#, #"{"score": 0, "reason": "x", "category": "none", "stance": "none"}"#,
  ])
  func votesAreRead(_ text: String) { #expect(Vote(answer: text) != nil) }

  @Test(arguments: [
    "", "[]", "5", #"{"score": 2}"#, #"{"reason": " ", "score": 2}"#, #"{"reason": "x", "score": 6}"#,
    #"{"reason": "x", "score": 2.5}"#, #"{"reason": "x", "score": "2"}"#,
    #"{"reason": "x", "score": 2, "category": "bad"}"#, #"{"reason": "x", "score": 2} and more"#,
    #"```json {"reason": "x", "score": 2} ```"#,
  ])
  func anythingElseIsNoVote(_ text: String) { #expect(Vote(answer: text) == nil) }

  @Test func aReasonStaysShort() {
    let vote = Vote(answer: #"{"reason": "a\nb"# + String(repeating: "c", count: 900) + #"", "score": 1}"#)
    #expect(vote?.reason.count == 200 && vote?.reason.hasPrefix("a b") == true)
  }

  @Test func theMiddleLevelCountsAndTheHigherOfTwo() throws {
    func judged(_ scores: [UInt8]) -> JudgedDocument {
      JudgedDocument(
        document: AnnotationItem(id: "a", text: "", source: ""),
        votes: scores.map { Vote(answer: #"{"reason": "x", "score": \#($0)}"#)! }, isComplete: true)
    }
    #expect(judged([1, 5, 2]).score?.rawValue == 2 && judged([1, 3]).score?.rawValue == 3)
    #expect(judged([]).score == nil && judged([]).spokesman == nil)
  }
}
