import Foundation
import SluiceCore
import SluiceLedger
import Testing

/// Every edit of a finished ledger is found, and placed where it was made.
struct ChainVerifierTests {
  @Test func untouchedLedgerIsIntact() throws {
    for recording in DecisionRecording.allCases {
      let scratch = Scratch()
      try Fixture.finished(in: scratch, recording: recording)
      let reader = try LedgerReader(folder: scratch.path)
      let report = try reader.verifyChain()
      #expect(report.mismatches == [])
      #expect(report.shards == 3)
      #expect(report.decisions == (recording == .all ? 81 : 27))
      #expect(report.heads == [try reader.run().chainHead])
    }
  }

  struct Edit: Sendable, CustomTestStringConvertible {
    var sql: String
    var kinds: Set<ChainMismatch.Kind>
    /// The shard to be named; nil where the run is concerned.
    var shard: Int? = 2

    var testDescription: String { sql }
  }

  static let edits: [Edit] = [
    Edit(sql: "DELETE FROM decisions WHERE shard_id = 2 AND line = 9", kinds: [.decisions]),
    Edit(sql: "UPDATE decisions SET route = 'keep' WHERE shard_id = 2 AND line = 9", kinds: [.decisions]),
    Edit(sql: "UPDATE decisions SET score = 0 WHERE shard_id = 2 AND line = 9", kinds: [.decisions]),
    Edit(sql: "UPDATE decisions SET score = 77 WHERE shard_id = 2 AND line = 9", kinds: [.decisions]),
    Edit(sql: "UPDATE decisions SET p4 = 0.8501 WHERE shard_id = 2 AND line = 9", kinds: [.decisions]),
    Edit(sql: "UPDATE decisions SET p4 = 0.85000001 WHERE shard_id = 2 AND line = 9", kinds: [.decisions]),
    Edit(sql: "UPDATE decisions SET document_id = NULL WHERE shard_id = 2 AND line = 9", kinds: [.decisions]),
    Edit(sql: "UPDATE decisions SET source = '' WHERE shard_id = 2 AND line = 9", kinds: [.decisions]),
    Edit(
      sql: "UPDATE decisions SET content_hash = upper(content_hash) WHERE shard_id = 2 AND line = 9",
      kinds: [.decisions]),
    Edit(sql: "UPDATE decisions SET text_bytes = 21 WHERE shard_id = 2 AND line = 9", kinds: [.decisions]),
    Edit(sql: "UPDATE decisions SET category = 'none' WHERE shard_id = 2 AND line = 9", kinds: [.decisions]),
    Edit(sql: "UPDATE decisions SET stance = 'none' WHERE shard_id = 2 AND line = 9", kinds: [.decisions]),
    Edit(sql: "UPDATE decisions SET language = 'unsupported' WHERE shard_id = 2 AND line = 9", kinds: [.decisions]),
    Edit(sql: "UPDATE decisions SET span_start = 0 WHERE shard_id = 2 AND line = 9", kinds: [.decisions]),
    Edit(sql: "UPDATE decisions SET span_end = 9 WHERE shard_id = 2 AND line = 9", kinds: [.decisions]),
    Edit(sql: "UPDATE decisions SET rule = 'fallback' WHERE shard_id = 2 AND line = 9", kinds: [.decisions]),
    Edit(sql: "UPDATE decisions SET line = 31 WHERE shard_id = 2 AND line = 9", kinds: [.decisions]),
    Edit(
      sql: """
        UPDATE decisions SET line = -line WHERE shard_id = 2; UPDATE decisions SET line = 31 + line WHERE shard_id = 2
        """,
      kinds: [.decisions]),
    Edit(sql: "DELETE FROM quarantine WHERE shard_id = 2 AND line = 14", kinds: [.quarantine, .counts]),
    Edit(sql: "UPDATE quarantine SET reason = 'not_utf8' WHERE shard_id = 2 AND line = 14", kinds: [.quarantine]),
    Edit(sql: "UPDATE quarantine SET byte_offset = 1 WHERE shard_id = 2 AND line = 14", kinds: [.quarantine]),
    Edit(sql: "INSERT INTO quarantine VALUES (2, 31, 0, 'not_json')", kinds: [.quarantine, .counts]),
    Edit(
      sql: "UPDATE totals SET documents = documents + 1 WHERE shard_id = 2 AND route = 'keep'",
      kinds: [.totals, .counts]),
    Edit(sql: "UPDATE totals SET words = 4 WHERE shard_id = 2", kinds: [.totals]),
    Edit(sql: "UPDATE totals SET source = NULL WHERE shard_id = 2", kinds: [.totals]),
    Edit(sql: "UPDATE outputs SET sha256 = 'ff' WHERE shard_id = 2 AND route = 'keep'", kinds: [.outputs]),
    Edit(sql: "UPDATE outputs SET lines = 1 WHERE shard_id = 2 AND route = 'keep'", kinds: [.outputs, .counts]),
    Edit(sql: "UPDATE outputs SET path = 'x' WHERE shard_id = 2 AND route = 'keep'", kinds: [.outputs]),
    Edit(sql: "DELETE FROM outputs WHERE shard_id = 2 AND route = 'keep'", kinds: [.outputs]),
    Edit(sql: "UPDATE shards SET path = 'b' WHERE id = 2", kinds: [.record]),
    Edit(sql: "UPDATE shards SET input_sha256 = 'ff' WHERE id = 2", kinds: [.record]),
    Edit(sql: "UPDATE shards SET input_bytes = 1 WHERE id = 2", kinds: [.record]),
    Edit(sql: "UPDATE shards SET lines = 31 WHERE id = 2", kinds: [.record, .counts]),
    Edit(sql: "UPDATE shards SET lines = 31, blank_lines = 1 WHERE id = 2", kinds: [.record]),
    Edit(sql: "UPDATE shards SET salvaged = NULL WHERE id = 3", kinds: [.record], shard: 3),
    Edit(sql: "UPDATE shards SET decisions_sha256 = 'ff' WHERE id = 2", kinds: [.record, .decisions]),
    Edit(sql: "UPDATE shards SET entry_hash = 'ff' WHERE id = 3", kinds: [.record, .run], shard: 3),
    Edit(sql: "UPDATE shards SET prev_hash = 'ff' WHERE id = 2", kinds: [.chainOrder, .record]),
    Edit(sql: "UPDATE shards SET chain_position = 9 WHERE id = 3", kinds: [.missingShard, .record, .run], shard: 3),
    Edit(sql: "UPDATE runs SET policy_sha256 = 'ff'", kinds: [.run], shard: nil),
    Edit(sql: "UPDATE runs SET options_json = '{}'", kinds: [.run], shard: nil),
    Edit(sql: "UPDATE runs SET chain_head = 'ff'", kinds: [.run], shard: nil),
    Edit(sql: "UPDATE runs SET chain_length = 2", kinds: [.run], shard: nil),
    Edit(sql: "INSERT INTO quarantine VALUES (8, 1, 0, 'not_json')", kinds: [.strayRows], shard: 8),
  ]

  @Test(arguments: edits) func editIsFoundWhereItWasMade(edit: Edit) throws {
    let scratch = Scratch()
    try Fixture.finished(in: scratch)
    try sqlite(scratch.ledger, edit.sql)
    let report = try LedgerReader(folder: scratch.path).verifyChain()
    #expect(Set(report.mismatches.map(\.kind)) == edit.kinds)
    #expect(Set(report.mismatches.compactMap(\.shard)) == Set([edit.shard].compactMap { $0 }))
  }

  @Test func malformedValueIsNamedWithItsLine() throws {
    let scratch = Scratch()
    try Fixture.finished(in: scratch)
    try sqlite(scratch.ledger, "UPDATE decisions SET p4 = 0.85000001 WHERE shard_id = 2 AND line = 9")
    let mismatch = try #require(try LedgerReader(folder: scratch.path).verifyChain().mismatches.first)
    #expect(mismatch.description.hasPrefix("shard a/part-2.jsonl.gz: 27 decision rows"))
    #expect(mismatch.description.hasSuffix("line 9: p4 is not valid"))
  }

  @Test(arguments: [1, 2, 3]) func deletedShardIsMissed(shard: Int) throws {
    let scratch = Scratch()
    try Fixture.finished(in: scratch)
    var sql = "DELETE FROM shards WHERE id = \(shard);"
    for table in ["decisions", "quarantine", "totals", "outputs"] {
      sql += "DELETE FROM \(table) WHERE shard_id = \(shard);"
    }
    try sqlite(scratch.ledger, sql)
    let mismatches = try LedgerReader(folder: scratch.path).verifyChain().mismatches
    #expect(mismatches.map(\.kind) == [.missingShard])
    #expect(mismatches.first?.detail == "the shard committed as number \(shard) is not in the ledger")
  }

  @Test func shardSetBackToPendingIsMissed() throws {
    let scratch = Scratch()
    try Fixture.finished(in: scratch)
    try sqlite(scratch.ledger, "UPDATE shards SET state = 'pending' WHERE id = 2")
    let kinds = try LedgerReader(folder: scratch.path).verifyChain().mismatches.map(\.kind)
    #expect(kinds.contains(.missingShard) && kinds.contains(.strayRows))
  }

  @Test func swappedShardsAreFound() throws {
    let scratch = Scratch()
    try Fixture.finished(in: scratch)
    try sqlite(
      scratch.ledger,
      """
      UPDATE shards SET chain_position = 99 WHERE id = 1; UPDATE shards SET chain_position = 1 WHERE id = 2;
      UPDATE shards SET chain_position = 2 WHERE id = 1
      """)
    let mismatches = try LedgerReader(folder: scratch.path).verifyChain().mismatches
    #expect(Set(mismatches.compactMap(\.shard)) == [1, 2, 3])
    #expect(mismatches.contains { $0.kind == .chainOrder && $0.shard == 2 })
  }

  @Test func rowsOfAFailedShardAreStray() throws {
    let scratch = Scratch()
    let ledger = try Fixture.ledger(in: scratch)
    try ledger.journal().fail(shard: 1, error: "x")
    try sqlite(scratch.ledger, "INSERT INTO totals VALUES (1, NULL, 0, 'keep', 'none', 'none', 'supported', 1, 1, 1)")
    #expect(try ledger.reader.verifyChain().mismatches.map(\.kind) == [.strayRows])
  }
}
