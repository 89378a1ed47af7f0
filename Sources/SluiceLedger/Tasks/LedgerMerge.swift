internal import Foundation
internal import GRDB
package import SluiceCore
internal import SluiceIO

/// Joins the ledgers of a divided run's tasks into the one that a single task would have written, in
/// `DIR/ledger.sqlite`: the same numbers of shards, the same rows. Nothing is hashed anew: each task stays a
/// run with its own chain, and one more hash covers the ends of all chains.
///
/// The tasks' ledgers stay as they are, and so does a merged ledger that holds what they hold. The caller
/// holds the folder's lock.
package struct LedgerMerge {
  package struct Outcome: Sendable, Hashable {
    /// Whether there was something to merge.
    package var isNew = false
    package var tasks = 0
    package var shards = 0
    package var decisions = 0
    /// End of the chain over the tasks' chains.
    package var head = ""
    /// Paths of shards that failed, and so are in no queue.
    package var failed: [Name] = []
  }

  let folder: String
  let division: RunDivision
  private let target: LedgerFile

  /// - Throws: `LedgerError.missing` if the folder holds no divided run.
  package init(folder: String) throws {
    self.folder = folder
    target = LedgerFile(folder: folder)
    guard let division = try RunDivision(folder: folder) else {
      throw LedgerError.missing(path: RunDivision.path(in: folder))
    }
    self.division = division
  }

  /// - Throws: `LedgerError.cannotMerge` if shards are missing, in work or in several ledgers, or a ledger
  ///   was edited; the folder is then as before.
  package func merge() throws -> Outcome {
    let parts = try PartsCheck(folder: folder, division: division).check()
    let head = MergeRecord.head(division: division.digest, parts.runs)
    if let outcome = try existing(head, parts) { return outcome }
    let partial = LedgerFile(folder: folder, name: LedgerFile.name + PartialFile.suffix)
    let outcome = try build(partial, parts)
    try partial.publish(as: target)
    return outcome
  }

  /// - Returns: the outcome of an earlier merge of the same ledgers.
  private func existing(_ head: String, _ parts: PartsCheck.Parts) throws -> Outcome? {
    guard Folders.exists(target.path) else { return nil }
    let queue = try target.openForReading()
    defer { try? queue.close() }
    return try LedgerError.translating(target.path) {
      try queue.read { db in
        guard let merge = try MergeRecord(db) else { throw LedgerError.runExists(path: target.path) }
        if merge.head == head { return try count(db, head, parts, isNew: false) }
        guard try Self.hasOnlyWhatPartsHave(db) else {
          throw LedgerError.cannotMerge(
            path: target.path,
            problems: ["tasks have done more since the last merge, and later stages have written to the merged ledger"])
        }
        return nil
      }
    }
  }

  private func build(_ partial: LedgerFile, _ parts: PartsCheck.Parts) throws -> Outcome {
    try LedgerError.translating(partial.path) {
      let queue = try partial.openForMerging()
      defer { try? queue.close() }
      for task in 0..<division.tasks {
        let part = LedgerFile(folder: folder, part: RunPart(index: task, count: division.tasks))
        try queue.writeWithoutTransaction { try Self.copy(part.databasePath, into: $0) }
      }
      let outcome = try queue.write { db in
        try db.execute(sql: MergeRecord.table)
        let runs = try LedgerReader.runs(db)
        try MergeRecord.insert(db, version: sluiceVersion, division: division.digest, runs)
        // Recomputes every chain from the copied rows: a row that was edited, lost or doubled shows here.
        var verifier = ChainVerifier(db, ledger: partial.path)
        let found = try verifier.verify(division: division)
        guard found.isIntact else {
          throw LedgerError.cannotMerge(path: target.path, problems: found.mismatches.map(\.description))
        }
        return try count(db, MergeRecord.head(division: division.digest, runs), parts, isNew: true)
      }
      // Only saves time, as in `Ledger.finishRun`.
      try? queue.writeWithoutTransaction { try $0.execute(sql: Ledger.documentIDIndex) }
      return outcome
    }
  }

  private func count(
    _ db: Database, _ head: String, _ parts: PartsCheck.Parts, isNew: Bool
  ) throws -> Outcome {
    Outcome(
      isNew: isNew, tasks: division.tasks, shards: division.shards.count,
      decisions: try db.integer("SELECT count(*) FROM decisions"), head: head, failed: parts.failed)
  }

  private static let tables = ["runs", "shards", "outputs", "decisions", "quarantine", "totals", "other_files"]

  private static func copy(_ part: String, into db: Database) throws {
    try db.execute(sql: "ATTACH DATABASE ? AS part", arguments: [part])
    try db.inTransaction {
      // A task of an earlier version has not recorded other files.
      let hasOthers = try LedgerReader.hasOthers(db, schema: "part")
      for table in tables where table != "other_files" || hasOthers {
        let columns = try db.columns(in: table).map(\.name).joined(separator: ", ")
        try db.execute(sql: "INSERT INTO main.\(table) (\(columns)) SELECT \(columns) FROM part.\(table)")
      }
      return .commit
    }
    try db.execute(sql: "DETACH DATABASE part")
  }

  /// Whether the tables of later stages are empty.
  private static func hasOnlyWhatPartsHave(_ db: Database) throws -> Bool {
    let known = Set(tables + ["merges", "checkpoints", "checkpoint_outputs", "grdb_migrations"])
    let names = try String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table'")
    return try names.allSatisfy { name in
      try known.contains(name) || name.hasPrefix("sqlite_")
        || db.integer("SELECT count(*) FROM \"\(name.replacingOccurrences(of: "\"", with: "\"\""))\"") == 0
    }
  }
}
