internal import GRDB
internal import SluiceIO
internal import Synchronization

/// The record of a run, `DIR/ledger.sqlite`, opened for writing: one process at a time (the run
/// command holds the folder's lock), any number of readers beside it.
///
/// Every call that writes is one transaction, on disk when the call returns. All methods throw
/// `LedgerError`.
package final class Ledger: Sendable {
  /// Path of the ledger's file.
  package let path: String
  /// Answers questions from the same file; may be used while the journal writes.
  package let reader: LedgerReader
  let pool: any DatabaseWriter
  /// Shards this process has marked as running, so that an attempt is counted once.
  let begun = Mutex<Set<Int>>([])
  /// Running digests of the shards in flight. Taken out during a call of the journal and put back
  /// when it has succeeded; one that is missing is rebuilt from the stored rows.
  let digests = Mutex<[Int: DecisionDigest]>([:])

  private init(file: LedgerFile, create: Bool) throws {
    path = file.path
    pool = try file.openForWriting(create: create)
    reader = LedgerReader(path: file.path, database: pool)
  }

  /// Path of the ledger in an output folder.
  ///
  /// - Parameter part: the task whose ledger it is; nil for the run's own.
  package static func path(in folder: String, part: RunPart? = nil) -> String {
    LedgerFile(folder: folder, part: part).path
  }

  /// Names of the files of a ledger in an output folder: its own, and those that SQLite keeps beside it.
  package static var files: [String] {
    [LedgerFile.name] + LedgerCompanions.suffixes.map { LedgerFile.name + $0 }
  }

  /// Creates the ledger of an output folder (file mode 0600). A file that a crash left without a
  /// run is taken over.
  ///
  /// - Throws: `LedgerError.runExists` if the ledger records a run already.
  package static func create(in folder: String, part: RunPart? = nil) throws -> Ledger {
    let ledger = try Ledger(file: LedgerFile(folder: folder, part: part), create: true)
    guard try ledger.reader.runs().isEmpty else { throw LedgerError.runExists(path: ledger.path) }
    return ledger
  }

  /// Opens the ledger of an output folder to resume its run.
  ///
  /// - Throws: `LedgerError.missing` or `.noRun` if there is nothing to resume.
  package static func open(in folder: String, part: RunPart? = nil) throws -> Ledger {
    let ledger = try Ledger(file: LedgerFile(folder: folder, part: part), create: false)
    guard try !ledger.reader.runs().isEmpty else { throw LedgerError.noRun(path: ledger.path) }
    if let card = RunCard(folder: folder) {
      _ = try ledger.reader.store.each { db, path in try card.check(db, ledger: path) }
    }
    return ledger
  }

  /// Starts the run and registers its shards as pending, in one transaction: a ledger holds either
  /// no run or a run with all its shards.
  ///
  /// - Returns: the shards with their numbers, in the order given.
  @discardableResult
  package func startRun(_ identity: RunIdentity, shards: [ShardInput]) throws -> [ShardRecord] {
    try start(run: 1, identity, shards, numbers: Array(1..<shards.count + 1))
  }

  /// Starts a task's part of a divided run. Run and shards get the numbers they have in the merged ledger.
  ///
  /// - Parameter shards: the task's, in byte order of their paths.
  @discardableResult
  package func startRun(
    _ part: RunPart, of division: RunDivision, host: String, shards: [ShardInput]
  ) throws -> [ShardRecord] {
    let numbers = division.numbers(of: part.index)
    precondition(numbers.map { division.shards[$0 - 1].path } == shards.map(\.path), "the task's own shards")
    return try start(run: part.index + 1, division.identity(of: part, host: host), shards, numbers: numbers)
  }

  private func start(
    run: Int, _ identity: RunIdentity, _ shards: [ShardInput], numbers: [Int]
  ) throws -> [ShardRecord] {
    try write { db in
      guard try db.integer("SELECT count(*) FROM runs") == 0 else { throw LedgerError.runExists(path: path) }
      let statement = try PreparedStatement(
        db,
        """
        INSERT INTO runs (started_at, sluice_version, model_sha256, policy_sha256, options_json, host, ledger_mode,
          genesis_hash, chain_head, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
      let genesis = identity.genesisHash
      let texts = [
        Timestamp.now(), identity.sluiceVersion, identity.modelSHA256, identity.policySHA256, identity.optionsJSON,
        identity.host, identity.recording.rawValue, genesis, genesis,
      ]
      for (i, text) in texts.enumerated() { statement.bind(Int32(i + 1), text) }
      statement.bind(Int32(texts.count + 1), run)
      try statement.run()
      try insert(shards, numbers, db)
    }
    return try reader.shards()
  }

  /// Adds shards to the run that is there (`--extend`), after those it has.
  ///
  /// - Returns: all shards of the run.
  @discardableResult
  package func register(_ shards: [ShardInput]) throws -> [ShardRecord] {
    try write { db in
      let last = try db.integer("SELECT max(id) FROM shards")
      try insert(shards, Array(last + 1..<last + 1 + shards.count), db)
    }
    return try reader.shards()
  }

  private func insert(_ shards: [ShardInput], _ numbers: [Int], _ db: Database) throws {
    let statement = try PreparedStatement(
      db,
      """
      INSERT INTO shards (run_id, path, input_path, input_size, input_mtime, id)
      VALUES ((SELECT max(id) FROM runs), ?, ?, ?, ?, ?)
      """)
    for (shard, number) in zip(shards, numbers) {
      statement.bind(1, shard.path)
      statement.bind(2, shard.inputPath)
      statement.bind(3, shard.size)
      statement.bind(4, shard.modified)
      statement.bind(5, number)
      do {
        try statement.run()
      } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE {
        throw LedgerError.duplicateShard(path: path, shard: shard.path)
      }
    }
  }

  /// Records that the run has come to its end, and builds the index that finds decisions by
  /// document id. Shards may have failed; a later run may continue.
  ///
  /// - Returns: whether the index could be built. Without it `explain ID` reads all rows.
  @discardableResult
  package func finishRun() throws -> Bool {
    try write { db in
      let statement = try PreparedStatement(db, "UPDATE runs SET finished_at = ?")
      statement.bind(1, Timestamp.now())
      try statement.run()
    }
    return buildDocumentIDIndex()
  }

  /// Takes back `finishRun` because shards are to be tried again or were added. Does nothing to a
  /// run that has not finished.
  package func reopenRun() throws {
    try write { db in
      try db.execute(sql: "UPDATE runs SET finished_at = NULL")
      try dropDocumentIDIndexIfMuchIsToCome(db)
    }
  }

  /// Moves everything into the one file and closes it; its -wal and -shm vanish unless a reader in
  /// another process still has them open. Not needed for durability.
  package func close() throws {
    try LedgerError.translating(path) {
      // The writer has to be the last: a read-only connection cannot empty the -wal.
      (pool as? DatabasePool)?.invalidateReadOnlyConnections()
      try pool.close()
    }
  }

  /// One number that a statement gives back, such as a setting of the open database.
  package func integer(_ sql: String) throws -> Int { try write { try $0.integer(sql) } }

  func write<T>(_ work: (Database) throws -> T) throws -> T {
    try FaultPoint.hit(.transaction, path: path)
    let result = try LedgerError.translating(path) { try pool.write(work) }
    try FaultPoint.hit(.transaction, path: path)
    return result
  }
}
