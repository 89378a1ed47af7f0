import Foundation
import SluiceCore
import SluiceLedger
import Testing

struct LedgerJournalTests {
  @Test func checkpointIsReadBackAsGiven() throws {
    let scratch = Scratch()
    let ledger = try Fixture.ledger(in: scratch)
    #expect(try ledger.checkpoint(shard: 1) == nil)
    let journal = try ledger.journal()
    for lines in [7, 12] {
      let checkpoint = Fixture.checkpoint(1, lines: lines)
      try journal.checkpoint(checkpoint, rows: Fixture.rows(lines == 7 ? 1..<8 : 8..<13))
      #expect(try ledger.checkpoint(shard: 1) == checkpoint)
    }
    let shard = try #require(try ledger.reader.shard(path: "a/part-1.jsonl.gz"))
    #expect(shard.state == .running && shard.attempts == 1 && shard.lines == 12 && shard.bytesDone == 120)
  }

  @Test func decisionsAreReadBackAsGiven() throws {
    let scratch = Scratch()
    let ledger = try Fixture.ledger(in: scratch)
    let commit = Fixture.commit(1, lines: 30)
    try ledger.journal().commit([commit])
    var stored: [DecisionRecord] = []
    try ledger.reader.forEachDecision(shard: 1) { stored.append($0) }
    let given = commit.rows.decisions.flatMap { batch in (0..<batch.count).map { batch[$0] } }
    #expect(stored.count == 27)
    for (record, decision) in zip(stored, given) {
      #expect(record.key == DocumentKey(shard: "a/part-1.jsonl.gz", line: decision.line))
      #expect(record.documentID == decision.documentID)
      #expect(record.source == decision.source)
      #expect(record.contentHash == decision.contentHash)
      #expect(record.textBytes == decision.textBytes)
      #expect(record.score == decision.assessment.score)
      #expect(record.probabilities == decision.assessment.probabilities)
      #expect(record.category == decision.assessment.category)
      #expect(record.stance == decision.assessment.stance)
      #expect(record.language == decision.assessment.language)
      #expect(record.scalarSpan == decision.scalarSpan)
      #expect(record.route == decision.route)
      #expect(record.rule == decision.rule)
    }
  }

  @Test func commitFinishesTheShard() throws {
    let scratch = Scratch()
    let ledger = try Fixture.ledger(in: scratch, shards: 2)
    let journal = try ledger.journal()
    try journal.checkpoint(Fixture.checkpoint(1, lines: 7), rows: Fixture.rows(1..<8))
    try journal.commit([Fixture.commit(1, lines: 30, stored: 7, salvaged: "torn")])
    let shard = try #require(try ledger.reader.shards().first)
    let committed = try #require(shard.committed)
    #expect(shard.state == .done && shard.lines == 30 && shard.blankLines == 0 && shard.finishedAt != nil)
    #expect(committed.inputSHA256 == Fixture.digest && committed.inputBytes == 100)
    #expect(committed.salvaged == "torn" && committed.chainPosition == 1)
    #expect(committed.previousHash == Fixture.identity().genesisHash)
    #expect(try ledger.reader.run().chainHead == committed.entryHash)
    #expect(try ledger.checkpoint(shard: 1) == nil)
    #expect(try ledger.reader.outputs(shard: 1).map(\.output) == Fixture.commit(1, lines: 30).outputs)
    #expect(try ledger.reader.shardCounts()[.done] == ShardCount(shards: 1, inputBytes: 100))
  }

  @Test func duplicateCommitIsRefused() throws {
    let scratch = Scratch()
    let ledger = try Fixture.ledger(in: scratch, shards: 2)
    let journal = try ledger.journal()
    try journal.commit([Fixture.commit(1, lines: 30)])
    let error = LedgerError.alreadyCommitted(path: ledger.path, shard: 1)
    #expect(throws: error) { try journal.commit([Fixture.commit(1, lines: 30)]) }
    #expect(throws: error) { try journal.checkpoint(Fixture.checkpoint(1, lines: 31), rows: Fixture.rows(31..<32)) }
    #expect(throws: error) { try journal.fail(shard: 1, error: "late") }
    #expect(throws: error) { try ledger.restart(shard: 1) }
    let twice = [Fixture.commit(2, lines: 30), Fixture.commit(2, lines: 30)]
    #expect(throws: LedgerError.alreadyCommitted(path: ledger.path, shard: 2)) { try journal.commit(twice) }
    #expect(try ledger.reader.shards().map(\.state) == [.done, .pending])
    #expect(try ledger.reader.verifyChain().isIntact)
  }

  @Test func unknownShardIsRefused() throws {
    let scratch = Scratch()
    let ledger = try Fixture.ledger(in: scratch)
    let journal = try ledger.journal()
    #expect(throws: LedgerError.unknownShard(path: ledger.path, shard: 9)) {
      try journal.commit([Fixture.commit(9, lines: 30)])
    }
    #expect(throws: LedgerError.unknownShard(path: ledger.path, shard: 9)) { try journal.fail(shard: 9, error: "x") }
  }

  @Test func linesOutOfOrderAreRefused() throws {
    let scratch = Scratch()
    let ledger = try Fixture.ledger(in: scratch)
    let journal = try ledger.journal()
    try journal.checkpoint(Fixture.checkpoint(1, lines: 12), rows: Fixture.rows(1..<13))
    #expect(throws: LedgerError.outOfOrder(path: ledger.path, shard: 1, line: 12)) {
      try journal.checkpoint(Fixture.checkpoint(1, lines: 14), rows: Fixture.rows(12..<15))
    }
    #expect(try ledger.checkpoint(shard: 1)?.lines == 12)
    // The refused call left no trace in the running digest either.
    try journal.commit([Fixture.commit(1, lines: 30, stored: 12)])
    #expect(try ledger.reader.verifyChain().isIntact)
  }

  @Test func sameQuarantinedLineTwiceIsRefused() throws {
    let scratch = Scratch()
    let ledger = try Fixture.ledger(in: scratch)
    var rows = ShardRows()
    rows.quarantined = [3, 3].map { QuarantinedLine(line: $0, byteOffset: 0, reason: .notJSON) }
    #expect(throws: LedgerError.outOfOrder(path: ledger.path, shard: 1, line: 3)) {
      try ledger.journal().checkpoint(Fixture.checkpoint(1, lines: 3), rows: rows)
    }
    #expect(try ledger.reader.quarantined().isEmpty)
  }

  @Test(arguments: [29, 31]) func lostOrDoubledLinesAreNotCommitted(lines: Int) throws {
    let scratch = Scratch()
    let ledger = try Fixture.ledger(in: scratch)
    var commit = Fixture.commit(1, lines: 30)
    commit.lines = lines
    #expect(throws: LedgerError.self) { try ledger.journal().commit([commit]) }
    #expect(try ledger.reader.shards()[0].state == .pending)
    #expect(try ledger.reader.totals().sum().documents == 0)
  }

  @Test func outputWithOtherCountIsNotCommitted() throws {
    let scratch = Scratch()
    let ledger = try Fixture.ledger(in: scratch)
    var commit = Fixture.commit(1, lines: 30)
    commit.outputs[1].lines += 1
    #expect(
      throws: LedgerError.doesNotAddUp(path: ledger.path, shard: 1, detail: "refusal has 9 documents and 10 lines")
    ) { try ledger.journal().commit([commit]) }
  }

  @Test func oneBadShardTakesBackTheWholeCommit() throws {
    let scratch = Scratch()
    let ledger = try Fixture.ledger(in: scratch, shards: 2)
    var bad = Fixture.commit(2, lines: 30)
    bad.blankLines = 1
    #expect(throws: LedgerError.self) { try ledger.journal().commit([Fixture.commit(1, lines: 30), bad]) }
    #expect(try ledger.reader.shards().allSatisfy { $0.state == .pending })
    #expect(try ledger.reader.run().chainLength == 0)
  }

  @Test func failedShardKeepsOnlyItsError() throws {
    let scratch = Scratch()
    let ledger = try Fixture.ledger(in: scratch)
    let journal = try ledger.journal()
    try journal.checkpoint(Fixture.checkpoint(1, lines: 12), rows: Fixture.rows(1..<13))
    try journal.fail(shard: 1, error: "in/a: truncated at byte 77")
    let shard = try ledger.reader.shards()[0]
    #expect(shard.state == .failed && shard.error == "in/a: truncated at byte 77" && shard.attempts == 1)
    #expect(try ledger.checkpoint(shard: 1) == nil)
    #expect(try ledger.reader.totals().sum().documents == 0)
    #expect(try ledger.reader.quarantined().isEmpty)
    #expect(try ledger.reader.verifyChain().isIntact)
    // Another try starts from the first line.
    try journal.commit([Fixture.commit(1, lines: 30)])
    #expect(try ledger.reader.shards()[0].attempts == 2)
    #expect(try ledger.reader.shards()[0].error == nil)
    #expect(try ledger.reader.verifyChain().isIntact)
  }

  @Test func restartedShardStartsFromTheFirstLine() throws {
    let scratch = Scratch()
    let ledger = try Fixture.ledger(in: scratch)
    let journal = try ledger.journal()
    try journal.checkpoint(Fixture.checkpoint(1, lines: 12), rows: Fixture.rows(1..<13))
    try ledger.restart(shard: 1)
    #expect(try ledger.checkpoint(shard: 1) == nil)
    try journal.commit([Fixture.commit(1, lines: 30)])
    #expect(try ledger.reader.verifyChain().isIntact)
  }

  @Test func attemptIsCountedOnceInAProcess() throws {
    let scratch = Scratch()
    let ledger = try Fixture.ledger(in: scratch)
    let journal = try ledger.journal()
    try journal.checkpoint(Fixture.checkpoint(1, lines: 12), rows: Fixture.rows(1..<13))
    try journal.checkpoint(Fixture.checkpoint(1, lines: 20), rows: Fixture.rows(13..<21))
    #expect(try ledger.reader.shards()[0].attempts == 1)
    try ledger.close()
    let again = try Ledger.open(in: scratch.path)
    try again.journal().commit([Fixture.commit(1, lines: 30, stored: 20)])
    #expect(try again.reader.shards()[0].attempts == 2)
  }

  @Test func fullDiskRecordsNothingAndTheJournalGoesOn() throws {
    let scratch = Scratch()
    let ledger = try Fixture.ledger(in: scratch)
    let journal = try ledger.journal()
    try journal.checkpoint(Fixture.checkpoint(1, lines: 12), rows: Fixture.rows(1..<13))
    _ = try ledger.integer("PRAGMA max_page_count = 1")
    let full = LedgerError.diskFull(path: ledger.path)
    #expect(throws: full) {
      try journal.checkpoint(Fixture.checkpoint(1, lines: 5000), rows: Fixture.rows(13..<5001))
    }
    #expect(try ledger.checkpoint(shard: 1) == Fixture.checkpoint(1, lines: 12))
    #expect(try ledger.reader.totals().sum().documents == 11)
    _ = try ledger.integer("PRAGMA max_page_count = 1000000")
    try journal.commit([Fixture.commit(1, lines: 5000, stored: 12)])
    #expect(try ledger.reader.verifyChain().isIntact)
  }

  @Test func shardsCommitFromManyThreads() throws {
    let scratch = Scratch()
    let ledger = try Fixture.ledger(in: scratch, shards: 16)
    let journal = try ledger.journal()
    DispatchQueue.concurrentPerform(iterations: 16) { i in
      do {
        try journal.checkpoint(Fixture.checkpoint(i + 1, lines: 12), rows: Fixture.rows(1..<13))
        try journal.commit([Fixture.commit(i + 1, lines: 30, stored: 12)])
      } catch { Issue.record(error) }
    }
    let report = try ledger.reader.verifyChain()
    #expect(report.isIntact && report.shards == 16 && report.decisions == 16 * 27)
  }
}
