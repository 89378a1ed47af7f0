internal import GRDB
package import SluiceCore

/// Typed questions to a ledger, also while a run is writing it.
///
/// Each call sees one consistent state: all of a transaction of the writer or nothing of it. A
/// reader never makes the writer wait; while a long call (`verifyChain`, `forEachDecision`) lasts,
/// the writer's -wal file grows. All methods throw `LedgerError`.
///
/// Of a divided run whose tasks' ledgers are not merged, a reader answers from all of them, as the merged
/// ledger would; there each task's ledger is consistent in itself, and a long call makes its writer wait.
package final class LedgerReader: Sendable {
  /// Path of the ledger's file.
  package let path: String
  let store: LedgerStore

  init(path: String, database: any DatabaseReader) {
    self.path = path
    store = LedgerStore(path: path, database: database)
  }

  /// Opens the ledger of an output folder for reading.
  ///
  /// - Throws: `LedgerError.otherRun` if it is not that of the run that `run.json` describes.
  package convenience init(folder: String) throws {
    try self.init(unchecked: folder)
    if let card = RunCard(folder: folder) { try store.check(card) }
  }

  /// Opens the ledger that is there, whichever run it is of; the verifier's, which names what differs.
  package init(unchecked folder: String) throws {
    path = LedgerFile(folder: folder).path
    store = try LedgerStore(folder: folder)
  }

  /// What `run.json` beside the ledger says against it; nil if it is of the same run.
  package func otherRun(in folder: String) throws -> LedgerError? {
    guard let card = RunCard(folder: folder) else { return nil }
    do {
      try store.check(card)
      return nil
    } catch let error as LedgerError {
      guard case .otherRun = error else { throw error }
      return error
    }
  }

  /// Asks what only the ledger of a whole run has: the records of later stages.
  ///
  /// - Throws: `LedgerError.notMerged` of tasks' ledgers.
  func read<T>(_ work: (Database) throws -> T) throws -> T {
    guard store.division == nil, let found = try store.first({ db, _ in try work(db) as T? }) else {
      throw LedgerError.notMerged(path: path)
    }
    return found
  }

  /// How the run is divided, if its tasks' ledgers are not merged.
  package var division: RunDivision? { store.division }

  /// The run this ledger records; of several tasks, all of them as one.
  package func run() throws -> RunRecord {
    let runs = try runs()
    guard var run = runs.first else { throw LedgerError.noRun(path: path) }
    run.startedAt = runs.map(\.startedAt).min() ?? run.startedAt
    let finished = runs.compactMap(\.finishedAt)
    run.finishedAt = finished.count == store.division?.tasks ?? runs.count ? finished.max() : nil
    return run
  }

  /// All runs: one, or one per task.
  package func runs() throws -> [RunRecord] { try store.each { db, _ in try Self.runs(db) }.flatMap { $0 } }

  static func runs(_ db: Database) throws -> [RunRecord] {
    try PreparedStatement(db, "SELECT \(RunRecord.columns) FROM runs ORDER BY id").rows { RunRecord($0) }
  }

  /// All shards in the order of registration. Those of tasks that have not begun are pending.
  package func shards() throws -> [ShardRecord] {
    let shards = try store.each { db, _ in try Self.shards(db) }.flatMap { $0 }
    guard let division else { return shards }
    // A ledger that was copied over that of another task has the same numbers; verify names it.
    let begun = Dictionary(shards.map { ($0.id, $0) }) { first, _ in first }
    return division.shards.enumerated().map { begun[$0 + 1] ?? ShardRecord(pending: $0 + 1, $1) }
  }

  static func shards(_ db: Database) throws -> [ShardRecord] {
    try PreparedStatement(db, "SELECT \(ShardRecord.columns) FROM \(ShardRecord.tables) ORDER BY s.id")
      .rows { ShardRecord($0) }
  }

  /// The shard of a path below the common root of the inputs, as in `path#line`.
  package func shard(path: Name) throws -> ShardRecord? {
    if let division {
      guard let place = division.shards.firstIndex(where: { $0.path == path }) else { return nil }
      return try store.of(shard: place + 1) { db, _ in try Self.shard(path, db) } ?? nil
        ?? ShardRecord(pending: place + 1, division.shards[place])
    }
    return try store.first { db, _ in try Self.shard(path, db) }
  }

  private static func shard(_ path: Name, _ db: Database) throws -> ShardRecord? {
    let statement = try PreparedStatement(
      db, "SELECT \(ShardRecord.columns) FROM \(ShardRecord.tables) WHERE s.path = ? ORDER BY s.id")
    statement.bind(1, path)
    return try statement.first { ShardRecord($0) }
  }

  /// How many shards are in each state. States without shards have a zero.
  package func shardCounts() throws -> [ShardState: ShardCount] {
    var counts = Dictionary(uniqueKeysWithValues: ShardState.allCases.map { ($0, ShardCount()) })
    for shard in try shards() {
      counts[shard.state]!.shards += 1
      counts[shard.state]!.inputBytes += shard.input.size
    }
    return counts
  }

  /// Where a shard can continue; nil if it has to start from its first line.
  package func checkpoint(shard: Int) throws -> ShardCheckpoint? {
    try store.of(shard: shard) { db, _ in try CheckpointTable.read(shard, db) } ?? nil
  }

  /// Files of committed shards, by shard and then by lane in the order of `Lane.allCases`.
  ///
  /// - Parameter shard: one shard's only; nil for all.
  package func outputs(shard: Int? = nil) throws -> [OutputRecord] {
    func find(_ db: Database, _ path: String) throws -> [OutputRecord] {
      // Not one statement for both: a condition with OR reads the whole table for every shard.
      let condition = shard == nil ? "" : "WHERE shard_id = ?1"
      let statement = try PreparedStatement(
        db, "SELECT shard_id, route, path, lines, bytes, sha256 FROM outputs \(condition) ORDER BY shard_id")
      if let shard { statement.bind(1, shard) }
      return try statement.rows { row in
        Lane(rawValue: row.text(1)).map { lane in
          OutputRecord(
            shard: row.count(0),
            output: ShardCommit.Output(
              lane: lane, path: row.text(2), lines: row.count(3), bytes: row.count(4), sha256: row.text(5)))
        }
      }
      .compactMap { (record: OutputRecord?) in record }
    }
    let found = try shard.map { try store.of(shard: $0, find) ?? [] } ?? store.each(find).flatMap { $0 }
    return found.sorted { ($0.shard, $0.output.lane.index) < ($1.shard, $1.output.lane.index) }
  }
}

/// A row of `outputs`.
package struct OutputRecord: Sendable, Hashable {
  package var shard: Int
  package var output: ShardCommit.Output
}

/// Shards in one state and the size of their inputs.
package struct ShardCount: Sendable, Hashable {
  package var shards = 0
  /// Compressed bytes.
  package var inputBytes = 0

  package init(shards: Int = 0, inputBytes: Int = 0) {
    self.shards = shards
    self.inputBytes = inputBytes
  }
}
