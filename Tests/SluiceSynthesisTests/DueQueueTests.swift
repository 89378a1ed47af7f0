import SluiceCore
import SluiceSynthesis
import Testing

/// Requests come document after document, and an answer makes the next attempt due.
struct DueQueueTests {
  private func take(_ queue: inout DueQueue<FakeStage>, _ count: Int) throws -> [DueQueue<FakeStage>.Item] {
    try (0..<count).compactMap { _ in try queue.next() }
  }

  private func end(
    _ items: [DueQueue<FakeStage>.Item], _ outcome: SynthesisOutcome, _ stage: FakeStage,
    _ queue: inout DueQueue<FakeStage>
  ) throws {
    for item in items {
      var row = item.due.row
      row.outcome = outcome
      stage.store.rows.append(row)
    }
    try queue.ended(items, answered: outcome.isAnswered ? items.map(\.document) : [])
  }

  @Test func documentsComeInOrder() throws {
    let stage = FakeStage(["a", "b", "c", "d"])
    stage.skippedKeys = ["b"]
    var queue = try DueQueue(stage, .test)
    #expect(try take(&queue, 9).map(\.document.key) == ["a", "c", "d"])
    #expect(queue.skipped == 1 && queue.finished == 1 && queue.exhausted == 0)
  }

  @Test func nothingIsEverDueForADocumentThatIsLeftToPeople() throws {
    let stage = FakeStage(["a", "b", "c"])
    stage.keysForPeople = ["a", "c"]
    var queue = try DueQueue(stage, .test)
    #expect(try take(&queue, 9).map(\.document.key) == ["b"])
    #expect(queue.leftToPeople == 2 && queue.finished == 2 && queue.skipped == 0)
  }

  @Test func aRejectedAnswerMakesTheNextAttemptDueUntilThereIsNone() throws {
    let stage = FakeStage(["a", "b"])
    var queue = try DueQueue(stage, .test)
    var hashes: Set<String> = []
    for _ in 0..<2 {
      let items = try take(&queue, 1)
      #expect(items[0].document.key == "a" && hashes.insert(items[0].due.row.requestHash).inserted)
      try end(items, .refused, stage, &queue)
    }
    #expect(queue.exhausted == 1)
    #expect(try take(&queue, 9).map(\.document.key) == ["b"])
  }

  @Test func aRequestWithoutAnAnswerIsNotDueAgainInTheSameCall() throws {
    let stage = FakeStage(["a"])
    var queue = try DueQueue(stage, .test)
    try end(take(&queue, 1), .httpError, stage, &queue)
    #expect(try queue.next() == nil && queue.finished == 0)
  }

  @Test func partsWaitForEachOther() throws {
    let stage = FakeStage(["a"])
    stage.parts = 3
    var queue = try DueQueue(stage, .test)
    let items = try take(&queue, 3)
    #expect(try queue.next() == nil)
    try end([items[0]], .refused, stage, &queue)
    #expect(try queue.next() == nil, "two parts are still open")
    stage.mostRejections = 9
    try end(Array(items[1...]), .refused, stage, &queue)
    #expect(try take(&queue, 9).count == 3)
  }

  @Test func aDocumentIsFinishedOnce() throws {
    let stage = FakeStage(["a"])
    stage.parts = 2
    var queue = try DueQueue(stage, .test)
    try end(take(&queue, 2), .accepted, stage, &queue)
    #expect(queue.finished == 1)
    let other = FakeStage(["a"])
    other.parts = 2
    var second = try DueQueue(other, .test)
    try end(take(&second, 2), .refused, other, &second)
    #expect(second.exhausted == 1)
  }
}
