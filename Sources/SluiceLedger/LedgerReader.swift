import GRDB
public import SluiceCore

/// Typed questions to a ledger, also while a run is writing it.
///
/// Each call sees one consistent state: all of a transaction of the writer or nothing of it. A
/// reader never makes the writer wait; while a long call (`verifyChain`, `forEachDecision`) lasts,
/// the writer's -wal file grows. All methods throw `LedgerError`.
public final class LedgerReader: Sendable {
  /// Path of the ledger's file.
  public let path: String
  private let database: any DatabaseReader

  init(path: String, database: any DatabaseReader) {
    self.path = path
    self.database = database
  }

  /// Opens the ledger of an output folder for reading.
  public convenience init(folder: String) throws {
    let file = LedgerFile(folder: folder)
    self.init(path: file.path, database: try file.openForReading())
  }

  func read<T>(_ work: (Database) throws -> T) throws -> T {
    try LedgerError.translating(path) { try database.read(work) }
  }

  /// The run this ledger records.
  public func run() throws -> RunRecord {
    guard let run = try runs().last else { throw LedgerError.noRun(path: path) }
    return run
  }

  /// All runs: one, unless ledgers were merged.
  public func runs() throws -> [RunRecord] { try read { try Self.runs($0) } }

  static func runs(_ db: Database) throws -> [RunRecord] {
    try PreparedStatement(db, "SELECT \(RunRecord.columns) FROM runs ORDER BY id").rows { RunRecord($0) }
  }

  /// All shards in the order of registration.
  public func shards() throws -> [ShardRecord] { try read { try Self.shards($0) } }

  static func shards(_ db: Database) throws -> [ShardRecord] {
    try PreparedStatement(db, "SELECT \(ShardRecord.columns) FROM \(ShardRecord.tables) ORDER BY s.id")
      .rows { ShardRecord($0) }
  }

  /// The shard of a path below the common root of the inputs, as in `path#line`.
  public func shard(path: String) throws -> ShardRecord? {
    try read { db in
      let statement = try PreparedStatement(
        db, "SELECT \(ShardRecord.columns) FROM \(ShardRecord.tables) WHERE s.path = ? ORDER BY s.id")
      statement.bind(1, path)
      return try statement.first { ShardRecord($0) }
    }
  }

  /// How many shards are in each state. States without shards have a zero.
  public func shardCounts() throws -> [ShardState: ShardCount] {
    try read { db in
      var counts = Dictionary(uniqueKeysWithValues: ShardState.allCases.map { ($0, ShardCount()) })
      try PreparedStatement(db, "SELECT state, count(*), sum(input_size) FROM shards GROUP BY state").visit { row in
        guard let state = ShardState(rawValue: row.text(0)) else { return }
        counts[state] = ShardCount(shards: row.integer(1), inputBytes: row.integer(2))
      }
      return counts
    }
  }

  /// Where a shard can go on; nil if it has to start from its first line.
  public func checkpoint(shard: Int) throws -> ShardCheckpoint? { try read { try CheckpointTable.read(shard, $0) } }

  /// Files of committed shards, by shard and then by lane in the order of `Lane.allCases`.
  ///
  /// - Parameter shard: one shard's only; nil for all.
  public func outputs(shard: Int? = nil) throws -> [OutputRecord] {
    try read { db in
      let statement = try PreparedStatement(
        db,
        """
        SELECT shard_id, route, path, lines, bytes, sha256 FROM outputs WHERE ?1 IS NULL OR shard_id = ?1
        ORDER BY shard_id
        """)
      if let shard { statement.bind(1, shard) }
      return try statement.rows { row in
        Lane(rawValue: row.text(1)).map { lane in
          OutputRecord(
            shard: row.integer(0),
            output: ShardCommit.Output(
              lane: lane, path: row.text(2), lines: row.integer(3), bytes: row.integer(4), sha256: row.text(5)))
        }
      }
      .compactMap { (record: OutputRecord?) in record }
      .sorted { ($0.shard, $0.output.lane.index) < ($1.shard, $1.output.lane.index) }
    }
  }
}

/// A row of `outputs`.
public struct OutputRecord: Sendable, Hashable {
  public var shard: Int
  public var output: ShardCommit.Output
}

/// Shards in one state and the size of their inputs.
public struct ShardCount: Sendable, Hashable {
  public var shards = 0
  /// Compressed bytes.
  public var inputBytes = 0

  package init(shards: Int = 0, inputBytes: Int = 0) {
    self.shards = shards
    self.inputBytes = inputBytes
  }
}
