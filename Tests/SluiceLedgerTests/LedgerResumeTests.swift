import Foundation
import SluiceCore
import SluiceLedger
import Testing

/// A kill at any moment leaves the last transaction: the crash is a copy of the files while they
/// are open.
struct LedgerResumeTests {
  private func entryHashes(_ ledger: Ledger) throws -> [String?] {
    try ledger.reader.shards().map { $0.committed?.entryHash }
  }

  @Test func resumedShardEndsWithTheSameChainAsAnUndisturbedOne() throws {
    let undisturbed = Scratch()
    let reference = try Fixture.ledger(in: undisturbed)
    try reference.journal().commit([Fixture.commit(1, lines: 60)])

    let scratch = Scratch()
    let ledger = try Fixture.ledger(in: scratch)
    let journal = try ledger.journal()
    try journal.checkpoint(Fixture.checkpoint(1, lines: 13), rows: Fixture.rows(1..<14))
    try journal.checkpoint(Fixture.checkpoint(1, lines: 25), rows: Fixture.rows(14..<26))
    let crashed = try scratch.crashed()
    let resumed = try Ledger.open(in: crashed.path)
    let checkpoint = try #require(try resumed.checkpoint(shard: 1))
    #expect(checkpoint == Fixture.checkpoint(1, lines: 25))
    try resumed.journal().commit([Fixture.commit(1, lines: 60, stored: checkpoint.lines)])
    #expect(try entryHashes(resumed) == entryHashes(reference))
    #expect(try resumed.reader.totals() == reference.reader.totals())
    #expect(try resumed.reader.verifyChain().isIntact)
  }

  @Test func crashAfterEachTransactionResumes() throws {
    let scratch = Scratch()
    let ledger = try Fixture.ledger(in: scratch, shards: 2)
    let journal = try ledger.journal()
    let steps: [() throws -> Void] = [
      { try journal.checkpoint(Fixture.checkpoint(1, lines: 13), rows: Fixture.rows(1..<14)) },
      { try journal.commit([Fixture.commit(1, lines: 30, stored: 13)]) },
      { try journal.checkpoint(Fixture.checkpoint(2, lines: 13), rows: Fixture.rows(1..<14)) },
      { try journal.fail(shard: 2, error: "x") },
      { try journal.commit([Fixture.commit(2, lines: 30)]) },
    ]
    var ends: Set<[String?]> = []
    for step in steps {
      try step()
      let crashed = try scratch.crashed()
      let resumed = try Ledger.open(in: crashed.path)
      let rest = try resumed.journal()
      for shard in try resumed.reader.shards() where shard.state != .done {
        let stored = try resumed.checkpoint(shard: shard.id)?.lines ?? 0
        try rest.commit([Fixture.commit(shard.id, lines: 30, stored: stored)])
      }
      #expect(try resumed.reader.verifyChain().isIntact)
      ends.insert(try entryHashes(resumed))
    }
    #expect(ends.count == 1)
  }

  @Test func droppedLedgerReopens() throws {
    let scratch = Scratch()
    do {
      let ledger = try Fixture.ledger(in: scratch)
      try ledger.journal().checkpoint(Fixture.checkpoint(1, lines: 13), rows: Fixture.rows(1..<14))
    }
    let again = try Ledger.open(in: scratch.path)
    #expect(try again.checkpoint(shard: 1)?.lines == 13)
    #expect(try again.reader.totals().sum().documents == 12)
  }

  @Test func resumeNoticesRowsEditedBelowTheCheckpoint() throws {
    let scratch = Scratch()
    let ledger = try Fixture.ledger(in: scratch)
    try ledger.journal().checkpoint(Fixture.checkpoint(1, lines: 13), rows: Fixture.rows(1..<14))
    try ledger.close()
    try sqlite(scratch.ledger, "UPDATE decisions SET content_hash = 'x' WHERE line = 2")
    let resumed = try Ledger.open(in: scratch.path)
    let error = LedgerError.malformedRow(
      path: resumed.path, table: "decisions", shard: 1, line: 2, column: "content_hash")
    #expect(throws: error) { try resumed.journal().commit([Fixture.commit(1, lines: 30, stored: 13)]) }
  }

  @Test func chainDoesNotDependOnHostOrTime() throws {
    var other = Fixture.identity()
    other.host = "node-2"
    #expect(other.genesisHash == Fixture.identity().genesisHash)
    other.optionsJSON = "{}"
    #expect(other.genesisHash != Fixture.identity().genesisHash)
  }
}
