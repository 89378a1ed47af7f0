import Foundation
import SluiceCore
import SluiceLedger
import Testing

/// Tasks' ledgers join into the one a single task would have written, or not at all.
struct LedgerMergeTests {
  private let scratch = Scratch()

  private func part(_ index: Int) -> String { scratch.path + "/ledger-parts/000\(index)-of-0003.sqlite" }

  private func division(_ shards: Int = 7) throws -> RunDivision {
    try RunDivision(Fixture.inputs(shards), to: 3, identity: Fixture.identity()).publish(in: scratch.path)
  }

  /// Runs one task of three; its shards have 30 lines each.
  private func run(_ index: Int, of division: RunDivision, leaving left: Int = 0) throws {
    let task = RunPart(index: index, count: 3)
    let own = zip(Fixture.inputs(division.shards.count), division.shards).filter { $1.task == index }.map(\.0)
    let ledger = try Ledger.create(in: scratch.path, part: task)
    let shards = try ledger.startRun(task, of: division, host: "node-\(index)", shards: own)
    try ledger.journal().commit(shards.dropLast(left).map { Fixture.commit($0.id, lines: 30) })
    if left == 0 { try ledger.finishRun() }
    try ledger.close()
  }

  private func runAll(_ shards: Int = 7) throws {
    let division = try division(shards)
    for index in 0..<3 { try run(index, of: division) }
  }

  private func problems(_ body: () throws -> Void) -> [String] {
    do {
      try body()
    } catch LedgerError.cannotMerge(_, let problems) {
      return problems
    } catch {
      Issue.record("\(error)")
    }
    return []
  }

  private func merge() throws -> LedgerMerge.Outcome { try LedgerMerge(folder: scratch.path).merge() }

  @Test func mergedIsWhatOneTaskHasWritten() throws {
    try runAll()
    let outcome = try merge()
    #expect(outcome.isNew && outcome.tasks == 3 && outcome.shards == 7 && outcome.failed.isEmpty)
    let alone = Scratch()
    let single = try Fixture.ledger(in: alone, shards: 7)
    try single.journal().commit((1...7).map { Fixture.commit($0, lines: 30) })
    try single.finishRun()
    try single.close()
    for table in ["decisions", "outputs", "quarantine"] {
      let rows = "SELECT * FROM \(table) ORDER BY 1, 2"
      #expect(try sqlite(scratch.ledger, rows) == sqlite(alone.ledger, rows), "\(table)")
    }
    let totals = "SELECT * FROM totals ORDER BY 1, 2, 3, 4, 5, 6, 7"
    #expect(try sqlite(scratch.ledger, totals) == sqlite(alone.ledger, totals))
    let shards = "SELECT id, path, input_path, state, input_sha256, lines, decisions_sha256 FROM shards ORDER BY id"
    #expect(try sqlite(scratch.ledger, shards) == sqlite(alone.ledger, shards))
    #expect(try sqlite(scratch.ledger, "PRAGMA foreign_key_check; PRAGMA integrity_check") == "ok")
    #expect(outcome.decisions == 7 * 27)
  }

  @Test func readersAnswerFromPartsAsFromTheMerged() throws {
    try runAll()
    func answers() throws -> [String] {
      let reader = try LedgerReader(folder: scratch.path)
      var answers = [
        "\(try reader.shards().map(\.id))", "\(try reader.shardCounts())", "\(try reader.counts())",
        "\(try reader.outputs())", "\(try reader.quarantineCounts())", "\(try reader.quarantined(limit: 5))",
        "\(try reader.decisions(documentID: "doc-7", limit: 4))",
        "\(String(describing: try reader.decision(for: DocumentKey(shard: "a/part-5.jsonl.gz", line: 9))))",
        "\(try reader.shard(path: "a/part-6.jsonl.gz")?.id ?? 0)", "\(try reader.hasDocumentIDIndex())",
        "\(try reader.verifyChain().mismatches)", "\(try reader.run().startedAt)",
      ]
      for dimensions in [[], [.shard, .score], [.source, .route], TotalsDimension.allCases] as [[TotalsDimension]] {
        answers.append("\(try reader.totals(by: Set(dimensions)))")
      }
      try reader.forEachDecision(shard: 4) { answers.append("\($0)") }
      return answers
    }
    let before = try answers()
    _ = try merge()
    #expect(try answers().map { $0.sorted() } == before.map { $0.sorted() }, "dictionaries print in any order")
  }

  @Test func aFilterFindsWhatAllRowsHold() throws {
    try runAll()
    let reader = try LedgerReader(folder: scratch.path)
    func count(_ filter: DecisionFilter) throws -> Int {
      var rows = 0
      try reader.forEachDecision(shard: 2, where: filter) { _ in rows += 1 }
      return rows
    }
    #expect(try count(DecisionFilter()) == 27)
    #expect(try count(DecisionFilter(routes: [.refusal])) == 9)
    #expect(try count(DecisionFilter(routes: [.refusal], scores: [.safe])) == 0)
    #expect(try count(DecisionFilter(scores: [.safe, .clear], sources: ["web", "x'--"])) == 27)
    #expect(try count(DecisionFilter(sources: ["x"])) == 0)
  }

  @Test func mergingAgainChangesNothing() throws {
    try runAll()
    let first = try merge()
    let bytes = try Data(contentsOf: URL(fileURLWithPath: scratch.ledger))
    let second = try merge()
    #expect(!second.isNew && second.head == first.head && second.decisions == first.decisions)
    #expect(try Data(contentsOf: URL(fileURLWithPath: scratch.ledger)) == bytes)
  }

  @Test func aTaskThatHasNotBegunIsNamedWithItsShards() throws {
    let division = try division()
    try run(0, of: division)
    try run(2, of: division)
    let found = problems { _ = try merge() }
    let missing = division.shards.filter { $0.task == 1 }
    #expect(found.count == missing.count && missing.count > 0)
    for shard in missing { #expect(found.contains { $0.contains(shard.path.text) && $0.contains("--shard-index 1") }) }
    #expect(!FileManager.default.fileExists(atPath: scratch.ledger))
    let pending = try LedgerReader(folder: scratch.path).shards().filter { $0.state == .pending }
    #expect(pending.map(\.input.path) == missing.map(\.path), "readers count them as pending")
  }

  @Test func anUnfinishedShardIsAGap() throws {
    let division = try division()
    for index in 0..<3 { try run(index, of: division, leaving: index == 1 ? 1 : 0) }
    let found = problems { _ = try merge() }
    #expect(found.count == 1 && found[0].contains("pending in task 1 of 3"))
  }

  @Test func aLedgerInTwoPlacesIsAnOverlap() throws {
    try runAll()
    let copy = scratch.path + "/ledger-parts/0002-of-0004.sqlite"
    try FileManager.default.copyItem(atPath: part(2), toPath: copy)
    #expect(problems { _ = try merge() }.first?.contains("0002-of-0004.sqlite: overlaps") == true)
    try FileManager.default.removeItem(atPath: copy)
    try FileManager.default.removeItem(atPath: part(1))
    try FileManager.default.copyItem(atPath: part(2), toPath: part(1))
    #expect(problems { _ = try merge() }.first?.contains("0001-of-0003.sqlite: overlaps") == true)
  }

  @Test func aShardThatWasDealtToAnotherIsAnOverlap() throws {
    try runAll()
    let path = try sqlite(part(0), "SELECT path FROM shards LIMIT 1")
    try sqlite(
      part(1), "ATTACH '\(part(0))' AS o; INSERT INTO shards SELECT * FROM o.shards WHERE path = '\(path)'")
    let found = problems { _ = try merge() }
    #expect(found.contains { $0.contains(path) && $0.contains("overlaps") })
  }

  @Test(arguments: [
    ("DELETE FROM decisions WHERE line = 7", "decision rows"),
    ("UPDATE totals SET documents = 1", "totals were edited"),
    ("UPDATE shards SET lines = 31", "its path, input digest, counts"), ("DELETE FROM outputs", "rows of outputs"),
    ("UPDATE runs SET chain_length = 1", "committed shards"),
  ])
  func anEditedLedgerIsNotMerged(_ edit: String, _ finding: String) throws {
    try runAll()
    try sqlite(part(1), edit)
    let found = problems { _ = try merge() }
    #expect(found.contains { $0.contains(finding) }, "\(found)")
    #expect(!FileManager.default.fileExists(atPath: scratch.ledger))
  }

  @Test func theChainOfChainsShowsAReplacedTask() throws {
    try runAll()
    let head = try merge().head
    var report = try LedgerReader(folder: scratch.path).verifyChain()
    #expect(report.isIntact && report.heads == [head] && report.shards == 7)
    try sqlite(scratch.ledger, "UPDATE merges SET head = replace(head, substr(head, 1, 1), 'x')")
    report = try LedgerReader(folder: scratch.path).verifyChain()
    #expect(report.mismatches.map(\.kind) == [.run])
    try sqlite(scratch.ledger, "DELETE FROM merges")
    #expect(try !LedgerReader(folder: scratch.path).verifyChain().isIntact)
  }

  @Test func failedShardsAreMergedAsFailedAndAgainOnceMended() throws {
    let division = try division()
    for index in 0..<2 { try run(index, of: division) }
    try run(2, of: division, leaving: 1)
    let open = try #require(try LedgerReader(folder: scratch.path).shards().first { $0.state == .pending })
    let ledger = try Ledger.open(in: scratch.path, part: RunPart(index: 2, count: 3))
    try ledger.journal().fail(shard: open.id, error: "torn")
    let failed = try merge()
    #expect(failed.failed == [open.input.path])
    try ledger.restart(shard: open.id)
    try ledger.journal().commit([Fixture.commit(open.id, lines: 30)])
    try ledger.close()
    let mended = try merge()
    #expect(mended.isNew && mended.failed.isEmpty && mended.head != failed.head)
    #expect(try sqlite(scratch.ledger, "SELECT count(*) FROM shards WHERE state = 'done'") == "7")
  }

  @Test func whatLaterStagesHaveWrittenIsNotReplaced() throws {
    let division = try division()
    for index in 0..<3 { try run(index, of: division) }
    _ = try merge()
    try sqlite(scratch.ledger, "CREATE TABLE later (id INTEGER); INSERT INTO later VALUES (1)")
    #expect(try !merge().isNew, "nothing has changed")
    try sqlite(scratch.ledger, "UPDATE merges SET head = 'old'")
    #expect(problems { _ = try merge() }.first?.contains("later stages") == true)
  }

  @Test func theFirstDivisionHolds() throws {
    let first = try division()
    let second = try RunDivision(Fixture.inputs(7), to: 4, identity: Fixture.identity()).publish(in: scratch.path)
    #expect(second.digest == first.digest && second.tasks == 3 && second.shards == first.shards)
    #expect(second.identity.genesisHash == first.identity.genesisHash)
    try Data("{}".utf8).write(to: URL(fileURLWithPath: RunDivision.path(in: scratch.path)))
    #expect(throws: LedgerError.notADivision(path: RunDivision.path(in: scratch.path))) {
      try RunDivision(folder: scratch.path)
    }
  }

  @Test func aPartNeedsNoSharedMemory() throws {
    let division = try division()
    let ledger = try Ledger.create(in: scratch.path, part: RunPart(index: 0, count: 3))
    #expect(try ledger.integer("SELECT journal_mode <> 'wal' FROM pragma_journal_mode") == 1)
    #expect(try ledger.integer("PRAGMA synchronous") == 2)
    #expect(division.shards.count == 7)
  }
}
