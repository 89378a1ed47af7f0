import Foundation
import SluiceCore
import SluiceLedger
import Testing

struct LedgerTests {
  @Test func newLedgerIsPrivate() throws {
    let scratch = Scratch()
    let ledger = try Fixture.ledger(in: scratch)
    for name in ["ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"] {
      let attributes = try FileManager.default.attributesOfItem(atPath: scratch.path + "/" + name)
      #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
    }
    try ledger.close()
  }

  @Test func commitsWaitForTheDisk() throws {
    let scratch = Scratch()
    let ledger = try Fixture.ledger(in: scratch)
    #expect(try ledger.integer("PRAGMA synchronous") == 2)
    #expect(try ledger.integer("SELECT journal_mode = 'wal' FROM pragma_journal_mode") == 1)
  }

  @Test func fileIsMarkedAsALedger() throws {
    let scratch = Scratch()
    _ = try Fixture.ledger(in: scratch)
    #expect(try sqlite(scratch.ledger, "PRAGMA application_id; PRAGMA user_version") == "1936487756\n4")
  }

  @Test func runIsRecordedAsGiven() throws {
    let scratch = Scratch()
    let ledger = try Fixture.ledger(in: scratch, recording: .routed)
    let run = try ledger.reader.run()
    #expect(run.identity == Fixture.identity(.routed))
    #expect(run.genesisHash == Fixture.identity(.routed).genesisHash)
    #expect(run.chainHead == run.genesisHash)
    #expect(run.chainLength == 0)
    #expect(run.finishedAt == nil)
    #expect(run.startedAt.count == 20 && run.startedAt.hasSuffix("Z"))
  }

  @Test func shardsAreNumberedInTheirOrder() throws {
    let scratch = Scratch()
    let ledger = try Ledger.create(in: scratch.path)
    let shards = try ledger.startRun(Fixture.identity(), shards: Fixture.inputs(3).reversed())
    #expect(shards.map(\.id) == [1, 2, 3])
    #expect(shards.map(\.input) == Fixture.inputs(3).reversed())
    #expect(shards.allSatisfy { $0.state == .pending && $0.attempts == 0 && $0.committed == nil })
  }

  @Test func shardsCanBeAddedLater() throws {
    let scratch = Scratch()
    let ledger = try Fixture.ledger(in: scratch, shards: 2)
    let more = ShardInput(path: "b", inputPath: "in/b", size: 1, modified: 2)
    #expect(try ledger.register([more]).map(\.input.path) == ["a/part-1.jsonl.gz", "a/part-2.jsonl.gz", "b"])
  }

  @Test func oneShardCannotBeRegisteredTwice() throws {
    let scratch = Scratch()
    let ledger = try Fixture.ledger(in: scratch, shards: 2)
    let error = LedgerError.duplicateShard(path: ledger.path, shard: "a/part-2.jsonl.gz")
    #expect(throws: error) { try ledger.register(Fixture.inputs(2).suffix(1)) }
    #expect(try ledger.reader.shards().count == 2)
  }

  @Test func failedStartLeavesNoRun() throws {
    let scratch = Scratch()
    let ledger = try Ledger.create(in: scratch.path)
    let twice = Fixture.inputs(1) + Fixture.inputs(1)
    #expect(throws: LedgerError.self) { try ledger.startRun(Fixture.identity(), shards: twice) }
    #expect(throws: LedgerError.noRun(path: ledger.path)) { try ledger.reader.run() }
    #expect(try ledger.reader.shards().isEmpty)
  }

  @Test func secondRunInOneFolderIsRefused() throws {
    let scratch = Scratch()
    let ledger = try Fixture.ledger(in: scratch)
    #expect(throws: LedgerError.runExists(path: ledger.path)) {
      try ledger.startRun(Fixture.identity(), shards: [])
    }
    #expect(throws: LedgerError.runExists(path: ledger.path)) { _ = try Ledger.create(in: scratch.path) }
  }

  @Test func fileWithoutRunIsTakenOver() throws {
    let scratch = Scratch()
    try Ledger.create(in: scratch.path).close()
    #expect(throws: LedgerError.noRun(path: scratch.ledger)) { _ = try Ledger.open(in: scratch.path) }
    _ = try Fixture.ledger(in: scratch)

    let empty = Scratch()
    #expect(FileManager.default.createFile(atPath: empty.ledger, contents: nil))
    #expect(throws: LedgerError.noRun(path: empty.ledger)) { _ = try LedgerReader(folder: empty.path) }
    _ = try Fixture.ledger(in: empty)
  }

  @Test func fileKilledWhileItWasCreatedIsTakenOver() throws {
    let scratch = Scratch()
    try sqlite(scratch.ledger, "PRAGMA page_size = 8192; CREATE TABLE half_made (x)")
    // What a kill in the first transaction leaves: a journal that says the file was empty before.
    var journal: [UInt8] = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7, 0, 0, 0, 0, 1, 2, 3, 4, 0, 0, 0, 0]
    journal += [0, 0, 2, 0, 0, 0, 0x20, 0]
    journal += [UInt8](repeating: 0, count: 512 - journal.count)
    try Data(journal).write(to: URL(fileURLWithPath: scratch.ledger + "-journal"))
    #expect(throws: LedgerError.noRun(path: scratch.ledger)) { _ = try LedgerReader(folder: scratch.path) }
    #expect(throws: LedgerError.noRun(path: scratch.ledger)) { _ = try Ledger.open(in: scratch.path) }
    _ = try Fixture.ledger(in: scratch)
  }

  @Test func finishAndReopenShowInTheRun() throws {
    let scratch = Scratch()
    let ledger = try Fixture.ledger(in: scratch)
    #expect(try ledger.finishRun())
    #expect(try ledger.reader.run().finishedAt != nil)
    try ledger.reopenRun()
    #expect(try ledger.reader.run().finishedAt == nil)
  }

  @Test func closedLedgerIsOneFile() throws {
    let scratch = Scratch()
    try Fixture.finished(in: scratch)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["ledger.sqlite"])
  }

  @Test func folderNamedLikeAURIIsAFolder() throws {
    let scratch = Scratch()
    let folder = scratch.path + "/file:x?mode=memory#%41"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let ledger = try Ledger.create(in: folder)
    try ledger.startRun(Fixture.identity(), shards: Fixture.inputs(1))
    try ledger.close()
    #expect(FileManager.default.fileExists(atPath: folder + "/ledger.sqlite"))
    #expect(Ledger.path(in: "file:x") == "./file:x/ledger.sqlite")
  }
}
