internal import GRDB

/// The row of `merges`, a table that only a merged ledger has: which division its runs make up, and the
/// end of the chain over their chains.
struct MergeRecord {
  /// SHA-256 of the division's file.
  var division: String
  var tasks: Int
  var head: String

  static let table = """
    CREATE TABLE merges (
      id INTEGER PRIMARY KEY,
      merged_at TEXT NOT NULL,
      sluice_version TEXT NOT NULL,
      division_sha256 TEXT NOT NULL,
      tasks INTEGER NOT NULL,
      head TEXT NOT NULL
    ) STRICT
    """

  /// - Returns: nil if the ledger is not a merged one.
  init?(_ db: Database) throws {
    guard try db.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'merges'") > 0 else { return nil }
    let statement = try PreparedStatement(db, "SELECT division_sha256, tasks, head FROM merges ORDER BY id DESC")
    guard let record = try statement.first({ ($0.text(0), $0.integer(1), $0.text(2)) }) else { return nil }
    (division, tasks, head) = record
  }

  static func insert(_ db: Database, version: String, division: String, _ runs: [RunRecord]) throws {
    let statement = try PreparedStatement(
      db,
      "INSERT INTO merges (merged_at, sluice_version, division_sha256, tasks, head) VALUES (?, ?, ?, ?, ?)")
    statement.bind(1, Timestamp.now())
    statement.bind(2, version)
    statement.bind(3, division)
    statement.bind(4, runs.count)
    statement.bind(5, head(division: division, runs))
    try statement.run()
  }

  /// The chain of chains: it covers where each task's chain starts, how long it is and where it ends.
  ///
  /// - Parameter runs: in order of their numbers.
  static func head(division: String, _ runs: [RunRecord]) -> String {
    let hasher = CanonicalHasher("sluice merge 1")
    hasher.text(division)
    for run in runs {
      hasher.integer(run.id)
      hasher.text(run.genesisHash)
      hasher.integer(run.chainLength)
      hasher.text(run.chainHead)
    }
    return hasher.hex()
  }
}
