import Foundation
import SluiceCore
import SluiceLedger
import Testing

/// Ids and sources come from the corpus: any bytes.
struct HostileTextTests {
  static let ids: [[UInt8]] = [
    [], Array("'; DROP TABLE decisions; --".utf8), Array("\"quoted\" ` \\ %s ?1 :x".utf8), [0x61, 0, 0x62], [0],
    Array("👩‍👩‍👧‍👦 é".utf8), [0xff, 0xfe, 0x80], [0xed, 0xa0, 0x80], [0xc0, 0x80],
    Array(repeating: UInt8(ascii: "x"), count: 1 << 20),
  ]

  private func store(_ ids: [[UInt8]?], sources: [String?], in scratch: Scratch) throws -> Ledger {
    let ledger = try Fixture.ledger(in: scratch)
    var commit = Fixture.commit(1, lines: 1)
    var batch = DecisionBatch(rules: ["fallback", "unsafe"])
    commit.rows = ShardRows()
    for (i, id) in ids.enumerated() {
      Fixture.append(i + 1, id: id, source: sources[i % sources.count], to: &batch, &commit.rows.totals)
    }
    commit.rows.decisions = [batch]
    commit.outputs = []
    commit.lines = ids.count
    try ledger.journal().commit([commit])
    return ledger
  }

  @Test(arguments: ids.indices) func idSurvives(index: Int) throws {
    let id = Self.ids[index]
    let scratch = Scratch()
    let ledger = try store([id, nil], sources: ["web"], in: scratch)
    let text = String(decoding: id, as: UTF8.self)
    var stored: [String?] = []
    try ledger.reader.forEachDecision(shard: 1) { stored.append($0.documentID?.text) }
    #expect(stored == [text, nil])
    let report = try ledger.reader.verifyChain()
    #expect(report.isIntact)
    try ledger.finishRun()
    if Array(text.utf8) == id {
      #expect(try ledger.reader.decisions(documentID: text).map(\.key.line) == [1])
    }
    let hex = try sqlite(scratch.ledger, "SELECT hex(document_id) FROM decisions WHERE line = 1")
    #expect(hex.count == 2 * id.count)
  }

  @Test func allIDsInOneBatch() throws {
    let scratch = Scratch()
    let ledger = try store(Self.ids, sources: ["web", "a\u{0}b", "'", nil], in: scratch)
    #expect(try ledger.reader.verifyChain().isIntact)
    let sources = try ledger.reader.totals(by: [.source]).map(\.source)
    #expect(Set(sources) == [.some(nil), "'", "a\u{0}b", "web"])
  }

  @Test func errorsOfAShardMayHoldAnything() throws {
    let scratch = Scratch()
    let ledger = try Fixture.ledger(in: scratch)
    try ledger.journal().fail(shard: 1, error: "a\u{0}b'\n👾")
    #expect(try ledger.reader.shards()[0].error == "a\u{0}b'\n👾")
  }

  @Test func idNeverStandsInAnError() throws {
    let scratch = Scratch()
    let ledger = try store([Array("SECRET-ID".utf8)], sources: ["SECRET-SOURCE"], in: scratch)
    var batch = DecisionBatch(rules: ["fallback", "unsafe"])
    var rows = ShardRows()
    for _ in 0..<2 {
      Fixture.append(1, id: Array("SECRET-ID".utf8), source: "SECRET-SOURCE", to: &batch, &rows.totals)
    }
    rows.decisions = [batch]
    for shard in [1, 2] {
      do {
        try ledger.journal().checkpoint(Fixture.checkpoint(shard, lines: 1), rows: rows)
        Issue.record("no error")
      } catch {
        #expect(!"\(error)".contains("SECRET") && !String(reflecting: error).contains("SECRET"))
      }
    }
  }
}
