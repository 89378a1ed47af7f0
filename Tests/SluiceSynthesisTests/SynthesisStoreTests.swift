import Foundation
import SluiceCore
import SluiceIO
import SluiceLedger
import SluiceSynthesis
import TestSupport
import Testing

/// Accepted texts are in the journal until they are published, and a death loses and doubles none.
struct SynthesisStoreTests {
  let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    let ledger = try Ledger.create(in: scratch.path)
    let digest = String(repeating: "ab", count: 32)
    try ledger.startRun(
      RunIdentity(
        sluiceVersion: "1", modelSHA256: digest, policySHA256: digest, optionsJSON: "{}", host: "h", recording: .all),
      shards: [ShardInput(path: "a.jsonl", inputPath: "in/a.jsonl", size: 1, modified: 1)])
    try ledger.beginSynthesis(.refusals, settingsJSON: SynthesisSettings().json)
    try ledger.close()
  }

  /// Opens the store as a new process would.
  private func open() throws -> (store: SynthesisStore, ledger: Ledger) {
    let ledger = try Ledger.open(in: scratch.path)
    let state = try #require(try ledger.reader.synthesisStage(.refusals))
    return (try SynthesisStore(folder: scratch.path, stage: .refusals, ledger: ledger, state: state), ledger)
  }

  private func row(_ line: Int, part: Int = 1, of parts: Int = 1, attempt: Int? = nil) throws -> SynthesisRow {
    SynthesisRow(
      SynthesisAttempt(
        key: "a.jsonl#\(line)", stage: .refusals, prompt: "refusals", promptVersion: "1", style: "plain", model: "m",
        requestHash: "hash-\(line)-\(part)", attempt: attempt ?? part, scoreBefore: 3, part: part, parts: parts))
  }

  private func accepted(_ row: SynthesisRow) throws -> SynthesisRow {
    var row = row
    row.outcome = .accepted
    let attempt = row.attempt
    let text: [String: Any] = [
      "key": attempt.key, "attempt": attempt.attempt, "part": attempt.part, "parts": attempt.parts,
      "text": "text of \(attempt.key), part \(attempt.part)", "source": "web", "style": attempt.style, "model": "m",
      "prompt": "refusals", "promptVersion": "1", "requestHash": attempt.requestHash, "originID": "",
      "originScore": 3, "originCategory": "violence", "originWords": 9, "usedWords": 9, "safetyScore": 0,
      "copied": 0.25, "factsKept": 0.5, "userName": "User", "assistantName": "Assistant",
    ]
    row.text = try JSONDecoder().decode(AcceptedText.self, from: JSONSerialization.data(withJSONObject: text))
    return row
  }

  private func begin(_ rows: [SynthesisRow], in store: SynthesisStore) throws {
    try store.begin(
      rows.map { DueRequest(row: $0, request: ChatRequest([], options: .test)) }, inBatch: nil)
  }

  private var journal: String { scratch.file("synthetic/.journal/refusals-1.jsonl.partial") }

  private func published() throws -> [String] { try files(below: scratch.file("synthetic/refusals")) }

  @Test func whatIsRecordedIsThereAfterADeath() throws {
    let (store, ledger) = try open()
    let rows = try [row(1), row(2)]
    try begin(rows, in: store)
    try store.record(rows.map(accepted), fromBatch: false)
    #expect(store.unpublished == 2)
    try ledger.close()
    let (again, _) = try open()
    #expect(again.unpublished == 2)
    #expect(try again.attempts("a.jsonl#1").map(\.outcome) == [.accepted])
    #expect(try again.row(requestHash: "hash-2-1")?.outcome == .accepted && again.row(requestHash: "x") == nil)
    try again.finish()
    #expect(try published() == ["part-00001.jsonl.zst"] && again.unpublished == 0)
  }

  @Test func aTextThatNoTransactionCountsIsCutOff() throws {
    let (store, ledger) = try open()
    let rows = try [row(1), row(2)]
    try begin(rows, in: store)
    try store.record([accepted(rows[0])], fromBatch: false)
    try ledger.close()
    // The process dies after the journal has the second text, whole or torn, and before the ledger knows of it.
    let whole = try bytes(of: journal)
    for tail in [whole, Array(whole.dropLast(7)), [UInt8(ascii: "{")]] {
      try Data(whole + tail).write(to: URL(fileURLWithPath: journal))
      let (again, ledger) = try open()
      #expect(try again.unpublished == 1 && bytes(of: journal) == whole)
      #expect(try again.attempts("a.jsonl#2").map(\.outcome) == [.pending])
      try ledger.close()
    }
  }

  @Test func aDamagedJournalIsAnError() throws {
    let (store, ledger) = try open()
    let rows = try [row(1)]
    try begin(rows, in: store)
    try store.record(rows.map(accepted), fromBatch: false)
    try ledger.close()
    var damaged = try bytes(of: journal)
    damaged[30] ^= 1
    try Data(damaged).write(to: URL(fileURLWithPath: journal))
    #expect(throws: IOFailure.self) { try open() }
  }

  @Test func textsArePublishedInTheOrderOfTheirDocuments() throws {
    let (store, _) = try open()
    let rows = try [row(10), row(9), row(2)]
    try begin(rows, in: store)
    try store.record(rows.map(accepted), fromBatch: false)
    try store.finish()
    let cursor = try LineCursor(path: scratch.file("synthetic/refusals/part-00001.jsonl.zst"))
    var ids: [String] = []
    while try cursor.next() {
      let row = try JSONSerialization.jsonObject(with: Data(cursor.bytes)) as? [String: Any]
      ids.append(try #require(row?["id"] as? String))
    }
    #expect(ids == ["refusals/a.jsonl#2", "refusals/a.jsonl#9", "refusals/a.jsonl#10"])
    let places = try store.attempts("a.jsonl#10")
    #expect(places[0].outputPath == "synthetic/refusals/part-00001.jsonl.zst" && places[0].outputLine == 3)
    try store.finish()
    #expect(try published().count == 1, "nothing new, no new file")
  }

  @Test func partsWaitForEachOtherAcrossCalls() throws {
    let (store, ledger) = try open()
    let rows = try [row(1, part: 1, of: 2), row(1, part: 2, of: 2), row(2)]
    try begin(rows, in: store)
    try store.record([accepted(rows[1]), accepted(rows[2])], fromBatch: false)
    try store.finish()
    #expect(try store.unpublished == 1 && published().count == 1)
    try ledger.close()
    let (again, _) = try open()
    #expect(again.unpublished == 1)
    try again.record([accepted(rows[0])], fromBatch: false)
    try again.finish()
    #expect(try again.unpublished == 0 && published().count == 2)
    let cursor = try LineCursor(path: scratch.file("synthetic/refusals/part-00002.jsonl.zst"))
    #expect(try cursor.next())
    let text = String(decoding: cursor.bytes, as: UTF8.self)
    #expect(text.contains(#""text":"text of a.jsonl#1, part 1\n\ntext of a.jsonl#1, part 2""#))
  }

  @Test func whatAnInterruptedPublicationLeftIsRemoved() throws {
    let (store, ledger) = try open()
    let rows = try [row(1)]
    try begin(rows, in: store)
    try store.record(rows.map(accepted), fromBatch: false)
    try ledger.close()
    try scratch.write("x", to: "synthetic/refusals/part-00001.jsonl.zst")
    try scratch.write("x", to: "synthetic/refusals/notes.txt")
    try scratch.write("x", to: "synthetic/.journal/refusals-2.jsonl.partial")
    try scratch.write("x", to: "synthetic/.journal/recontextualize-2.jsonl.partial")
    let (again, _) = try open()
    #expect(try published() == ["notes.txt"] && again.unpublished == 1)
    #expect(
      try files(below: scratch.file("synthetic/.journal"))
        == ["recontextualize-2.jsonl.partial", "refusals-1.jsonl.partial"])
  }

  @Test func aSupersededRequestIsNoLongerPending() throws {
    let (store, _) = try open()
    let old = try row(1)
    try begin([old], in: store)
    var next = try DueRequest(row: row(1, part: 1, attempt: 2), request: ChatRequest([], options: .test))
    next.supersedes = old
    try store.begin([next], inBatch: nil)
    #expect(try store.attempts("a.jsonl#1").map(\.outcome) == [.superseded, .pending])
  }

  @Test func anAnswerAfterAnErrorIsAnAttemptOfItsOwn() throws {
    let (store, _) = try open()
    var first = try row(1)
    try begin([first], in: store)
    first.outcome = .expired
    try store.record([first], fromBatch: true)
    let second = try store.reopen(first)
    #expect(second.attempt.attempt == 2 && second.outcome == .pending)
    try store.record([accepted(second)], fromBatch: true)
    #expect(try store.attempts("a.jsonl#1").map(\.outcome) == [.expired, .accepted])
  }

  @Test func tokensAreSummedOverTheStage() throws {
    let (store, _) = try open()
    var rows = try [row(1), row(2)]
    try begin(rows, in: store)
    for index in rows.indices {
      rows[index].outcome = .refused
      rows[index].attempt.tokensIn = 10
      rows[index].attempt.tokensOut = 1
    }
    try store.record(rows, fromBatch: false)
    #expect(try store.spent() == TokenCount(sent: 20, received: 2))
  }

  @Test func aBatchFileThatWasRecordedButNotRenamedGetsItsName() throws {
    let (store, _) = try open()
    try FileManager.default.createDirectory(atPath: scratch.file("todo"), withIntermediateDirectories: true)
    let folder = try store.batchFolder(scratch.file("todo"))
    #expect(folder.taken.isEmpty)
    let file = folder.path + "/refusals-00001.jsonl"
    let request = ChatRequest([ChatMessage(role: "user", content: "x")], options: .test)
    var new = try row(1)
    new.attempt.requestHash = request.hash
    try scratch.write("x", to: "todo/refusals-00001.jsonl.partial")
    try store.begin([DueRequest(row: new, request: request)], inBatch: file)
    let again = try store.batchFolder(scratch.file("todo"))
    #expect(FileManager.default.fileExists(atPath: file) && again.taken == [Name(file)])
    #expect(try again.holds(request.hash) && !again.holds("other"))
    new.outcome = .httpError
    try store.record([new], fromBatch: true)
    #expect(try !store.batchFolder(scratch.file("todo")).holds(request.hash), "something of it was imported")
    #expect(try store.missing() == 0)
  }
}
