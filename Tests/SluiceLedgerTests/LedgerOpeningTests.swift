import Foundation
import SluiceCore
import SluiceLedger
import Testing

/// What is refused, and that a refused file stays as it was.
struct LedgerOpeningTests {
  private func expectRefused(_ scratch: Scratch, _ error: LedgerError) throws {
    let before = try Data(contentsOf: URL(fileURLWithPath: scratch.ledger))
    #expect(throws: error) { _ = try Ledger.open(in: scratch.path) }
    #expect(throws: error) { _ = try Ledger.create(in: scratch.path) }
    #expect(throws: error) { _ = try LedgerReader(folder: scratch.path) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: scratch.ledger)) == before)
  }

  @Test func missingLedgerIsNamed() throws {
    let scratch = Scratch()
    #expect(throws: LedgerError.missing(path: scratch.ledger)) { _ = try Ledger.open(in: scratch.path) }
    #expect(throws: LedgerError.missing(path: scratch.ledger)) { _ = try LedgerReader(folder: scratch.path) }
    #expect(throws: LedgerError.missing(path: scratch.path + "/no/ledger.sqlite")) {
      _ = try LedgerReader(folder: scratch.path + "/no")
    }
    #expect(!FileManager.default.fileExists(atPath: scratch.ledger))
  }

  @Test func missingFolderIsAnError() throws {
    let scratch = Scratch()
    let path = scratch.path + "/no/ledger.sqlite"
    #expect(throws: LedgerError.cannotOpen(path: path, reason: "No such file or directory")) {
      _ = try Ledger.create(in: scratch.path + "/no")
    }
  }

  @Test func otherFileIsRefused() throws {
    let scratch = Scratch()
    try Data(repeating: 0x41, count: 5000).write(to: URL(fileURLWithPath: scratch.ledger))
    try expectRefused(scratch, .notALedger(path: scratch.ledger))
  }

  @Test func otherDatabaseIsRefused() throws {
    let scratch = Scratch()
    try sqlite(scratch.ledger, "CREATE TABLE recipes (name TEXT)")
    try expectRefused(scratch, .notALedger(path: scratch.ledger))
  }

  @Test func linkAndFolderAreRefused() throws {
    let scratch = Scratch()
    let target = Scratch()
    try Fixture.finished(in: target)
    try FileManager.default.createSymbolicLink(atPath: scratch.ledger, withDestinationPath: target.ledger)
    #expect(throws: LedgerError.notALedger(path: scratch.ledger)) { _ = try LedgerReader(folder: scratch.path) }
    let other = Scratch()
    try FileManager.default.createDirectory(atPath: other.ledger, withIntermediateDirectories: true)
    #expect(throws: LedgerError.notALedger(path: other.ledger)) { _ = try Ledger.create(in: other.path) }
  }

  @Test func newerSchemaIsRefused() throws {
    let scratch = Scratch()
    try Fixture.finished(in: scratch)
    try sqlite(scratch.ledger, "PRAGMA user_version = 99")
    try expectRefused(scratch, .newerSchema(path: scratch.ledger, found: 99, supported: 4))
  }

  @Test(arguments: [
    ("CREATE TRIGGER t AFTER INSERT ON decisions BEGIN DELETE FROM decisions; END", "trigger t"),
    ("CREATE VIEW v AS SELECT * FROM decisions", "view v"),
  ])
  func strangeSchemaIsRefused(sql: String, object: String) throws {
    let scratch = Scratch()
    try Fixture.finished(in: scratch)
    try sqlite(scratch.ledger, sql)
    try expectRefused(scratch, .foreignObject(path: scratch.ledger, object: object))
  }

  @Test func damageIsReportedAsDamage() throws {
    let scratch = Scratch()
    try Fixture.finished(in: scratch)
    let page = 8192
    let handle = try FileHandle(forUpdating: URL(fileURLWithPath: scratch.ledger))
    let size = try handle.seekToEnd()
    for offset in stride(from: UInt64(page), to: size, by: page) {
      try handle.seek(toOffset: offset)
      try handle.write(contentsOf: Data(repeating: 0xff, count: page))
    }
    try handle.close()
    #expect(throws: LedgerError.damaged(path: scratch.ledger)) {
      try LedgerReader(folder: scratch.path).verifyChain()
    }
  }

  @Test func truncatedFileIsReportedAsDamage() throws {
    let scratch = Scratch()
    try Fixture.finished(in: scratch)
    let handle = try FileHandle(forUpdating: URL(fileURLWithPath: scratch.ledger))
    try handle.truncate(atOffset: 20_000)
    try handle.close()
    #expect(throws: LedgerError.damaged(path: scratch.ledger)) {
      try LedgerReader(folder: scratch.path).verifyChain()
    }
  }

  @Test func everyErrorNamesItsFile() {
    let errors: [LedgerError] = [
      .missing(path: "P"), .notALedger(path: "P"), .foreignCompanion(path: "P"),
      .foreignObject(path: "P", object: "O"), .otherRun(path: "P", file: "F"),
      .newerSchema(path: "P", found: 2, supported: 4),
      .damaged(path: "P"), .cannotOpen(path: "P", reason: "R"), .diskFull(path: "P"),
      .inputOutput(path: "P", code: 10), .busy(path: "P"), .sqlite(path: "P", code: 1), .runExists(path: "P"),
      .noRun(path: "P"), .duplicateShard(path: "P", shard: "S"), .unknownShard(path: "P", shard: 1),
      .alreadyCommitted(path: "P", shard: 1), .outOfOrder(path: "P", shard: 1, line: 2),
      .doesNotAddUp(path: "P", shard: 1, detail: "D"),
      .malformedRow(path: "P", table: "T", shard: 1, line: 2, column: "C"),
    ]
    for error in errors {
      #expect("\(error)".hasPrefix("P: "))
      #expect("\(error)".hasSuffix("."))
    }
  }
}
