import Foundation
import SluiceCore
import SluiceLedger
import Testing

struct LedgerReaderTests {
  @Test func readerSeesCommittedWorkWhileTheWriterGoesOn() throws {
    let scratch = Scratch()
    let ledger = try Fixture.ledger(in: scratch, shards: 3)
    let journal = try ledger.journal()
    let reader = try LedgerReader(folder: scratch.path)
    for shard in 1...3 {
      try journal.commit([Fixture.commit(shard, lines: 30)])
      #expect(try reader.shardCounts()[.done]?.shards == shard)
      #expect(try reader.verifyChain().isIntact)
    }
  }

  @Test func longReadNeitherStopsTheWriterNorSeesItsWork() throws {
    let scratch = Scratch()
    let ledger = try Fixture.ledger(in: scratch, shards: 2)
    let journal = try ledger.journal()
    try journal.commit([Fixture.commit(1, lines: 30)])
    let reader = try LedgerReader(folder: scratch.path)
    var lines = 0
    try reader.forEachDecision(shard: 1) { _ in
      if lines == 3 { try journal.commit([Fixture.commit(2, lines: 30)]) }
      lines += 1
    }
    #expect(lines == 27)
    #expect(try reader.shardCounts()[.done]?.shards == 2)
  }

  @Test func readerChangesNothing() throws {
    let scratch = Scratch()
    try Fixture.finished(in: scratch)
    let before = try Data(contentsOf: URL(fileURLWithPath: scratch.ledger))
    _ = try LedgerReader(folder: scratch.path).verifyChain()
    #expect(try Data(contentsOf: URL(fileURLWithPath: scratch.ledger)) == before)
  }

  @Test func readerReadsWhatACrashLeft() throws {
    let scratch = Scratch()
    let ledger = try Fixture.ledger(in: scratch)
    try ledger.journal().commit([Fixture.commit(1, lines: 30)])
    let crashed = try scratch.crashed()
    #expect(try LedgerReader(folder: crashed.path).totals().sum().documents == 27)
  }

  @Test func totalsAddUpByAnyGrouping() throws {
    let scratch = Scratch()
    try Fixture.finished(in: scratch)
    let reader = try LedgerReader(folder: scratch.path)
    for dimension in TotalsDimension.allCases {
      #expect(try reader.totals(by: [dimension]).reduce(0) { $0 + $1.count.documents } == 81)
    }
    #expect(try reader.totals(by: []).map(\.count) == [Totals.Count(documents: 81, textBytes: 1620, words: 243)])
    #expect(try reader.totals(by: [.shard, .route]).count == 6)
    #expect(try reader.counts()[.refusal]?.documents == 27)
    #expect(try reader.counts()[.drop] == Totals.Count())
    var expected = Totals()
    for _ in 1...3 { expected.merge(Fixture.rows(1..<31).totals) }
    #expect(try reader.totals().counts == expected.counts)
  }

  @Test func absentSourceIsNotTheEmptySource() throws {
    let scratch = Scratch()
    let ledger = try Fixture.ledger(in: scratch)
    var rows = ShardRows()
    var batch = DecisionBatch(rules: ["fallback", "unsafe"])
    for (i, source) in [nil, "", "web", nil].enumerated() {
      Fixture.append(i + 1, id: nil, source: source, to: &batch, &rows.totals)
    }
    rows.decisions = [batch]
    try ledger.journal().checkpoint(Fixture.checkpoint(1, lines: 4), rows: rows)
    let bySource = try ledger.reader.totals(by: [.source])
    #expect(bySource.map(\.source) == [.some(nil), .some(""), .some("web")])
    #expect(bySource.map(\.count.documents) == [2, 1, 1])
  }

  @Test func manySourcesAreFoldedTheSameHoweverCheckpointsFall() throws {
    // 1,200 sources; source k has 1 + k % 3 documents.
    var lines: [String] = []
    for k in 0..<1200 { lines += Array(repeating: "s\(k)", count: 1 + k % 3) }
    func totals(cuts: [Int]) throws -> [TotalsRow] {
      let scratch = Scratch()
      let ledger = try Fixture.ledger(in: scratch)
      let journal = try ledger.journal()
      var start = 0
      for cut in cuts + [lines.count] {
        var rows = ShardRows()
        var batch = DecisionBatch(rules: ["fallback", "unsafe"])
        for line in start..<cut {
          Fixture.append(line + 1, id: nil, source: lines[line], to: &batch, &rows.totals)
        }
        rows.decisions = [batch]
        start = cut
        try journal.checkpoint(Fixture.checkpoint(1, lines: cut), rows: rows)
      }
      try journal.commit([
        ShardCommit(
          shard: 1, inputSHA256: "", inputBytes: 0, lines: lines.count, blankLines: 0, outputs: [], rows: ShardRows())
      ])
      #expect(try ledger.reader.verifyChain().isIntact)
      return try ledger.reader.totals(by: [.source])
    }
    let folded = try totals(cuts: [600, 1200, 1800])
    #expect(folded == (try totals(cuts: [900, 1800])))
    #expect(folded.count == Totals.sourceLimit + 1)
    #expect(folded.first { $0.source == Totals.otherSources }?.count.documents == 200)
    #expect(folded.reduce(0) { $0 + $1.count.documents } == lines.count)
  }

  @Test func decisionIsFoundByKeyAndByID() throws {
    let scratch = Scratch()
    try Fixture.finished(in: scratch)
    let reader = try LedgerReader(folder: scratch.path)
    let key = DocumentKey(shard: "a/part-2.jsonl.gz", line: 9)
    #expect(try reader.decision(for: key)?.route == .refusal)
    #expect(try reader.decision(for: key)?.documentID == "doc-9")
    #expect(try reader.decision(for: DocumentKey(shard: "a/part-2.jsonl.gz", line: 4)) == nil)
    #expect(try reader.decision(for: DocumentKey(shard: "no", line: 9)) == nil)
    let keys = (1...3).map { DocumentKey(shard: "a/part-\($0).jsonl.gz", line: 9) }
    #expect(try reader.decisions(documentID: "doc-9").map(\.key) == keys)
    #expect(try reader.decisions(documentID: "doc-9", limit: 2).count == 2)
    #expect(try reader.decisions(documentID: "nobody").isEmpty)
  }

  @Test func idIsFoundBeforeTheRunHasFinished() throws {
    let scratch = Scratch()
    let ledger = try Fixture.ledger(in: scratch, shards: 2)
    try ledger.journal().commit([Fixture.commit(1, lines: 30)])
    #expect(try !ledger.reader.hasDocumentIDIndex())
    #expect(try ledger.reader.decisions(documentID: "doc-9").count == 1)
    try ledger.finishRun()
    #expect(try ledger.reader.hasDocumentIDIndex())
    #expect(try ledger.reader.decisions(documentID: "doc-9").count == 1)
    try ledger.journal().commit([Fixture.commit(2, lines: 30)])
    #expect(try ledger.reader.decisions(documentID: "doc-9").count == 2)
    let plan = try sqlite(scratch.ledger, "EXPLAIN QUERY PLAN SELECT line FROM decisions WHERE document_id = 'x'")
    #expect(plan.contains("decisions_document_id"))
  }

  @Test func indexGoesWhenMuchIsToComeAndStaysOtherwise() throws {
    for (size, stays) in [(1000, false), (5, true)] {
      let scratch = Scratch()
      let ledger = try Fixture.ledger(in: scratch)
      try ledger.journal().commit([Fixture.commit(1, lines: 30)])
      try ledger.finishRun()
      try ledger.register([ShardInput(path: "b", inputPath: "b", size: size, modified: 0)])
      try ledger.reopenRun()
      #expect(try ledger.reader.hasDocumentIDIndex() == stays)
    }
  }

  @Test func quarantineIsListedByReason() throws {
    let scratch = Scratch()
    try Fixture.finished(in: scratch)
    let reader = try LedgerReader(folder: scratch.path)
    #expect(try reader.quarantineCounts() == [.notJSON: 9])
    #expect(try reader.quarantined(reason: .tornLine).isEmpty)
    #expect(try reader.quarantined(reason: .notJSON, limit: 2).map(\.byteOffset) == [400, 1400])
    let key = DocumentKey(shard: "a/part-3.jsonl.gz", line: 14)
    #expect(try reader.quarantined(key: key) == [QuarantineRecord(key: key, byteOffset: 1400, reason: .notJSON)])
  }

  @Test func routedLedgerKeepsTotals() throws {
    let all = Scratch()
    let routed = Scratch()
    try Fixture.finished(in: all)
    try Fixture.finished(in: routed, recording: .routed)
    let reader = try LedgerReader(folder: routed.path)
    #expect(try reader.totals() == LedgerReader(folder: all.path).totals())
    #expect(try reader.decision(for: DocumentKey(shard: "a/part-1.jsonl.gz", line: 1)) == nil)
    let report = try reader.verifyChain()
    #expect(report.isIntact && report.decisions == 27)
    #expect(try sqlite(routed.ledger, "SELECT DISTINCT route FROM decisions") == "refusal")
  }
}
