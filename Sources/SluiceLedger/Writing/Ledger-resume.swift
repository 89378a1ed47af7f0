internal import GRDB
package import SluiceCore
internal import Synchronization

extension Ledger {
  /// Forgets what a shard has, rows and checkpoint, so that it starts over.
  package func restart(shard: Int) throws {
    digests.withLock { _ = $0.removeValue(forKey: shard) }
    try write { db in
      guard try state(shard, db) != .done else { throw LedgerError.alreadyCommitted(path: path, shard: shard) }
      try forget(shard, db)
    }
  }

  /// Takes note that the file of a failed shard is another one now: fetched again, as its error advised.
  package func replaceInput(of shard: Int, by input: ShardInput) throws {
    try write { db in
      guard try state(shard, db) == .failed else { throw LedgerError.alreadyCommitted(path: path, shard: shard) }
      let statement = try PreparedStatement(
        db, "UPDATE shards SET input_path = ?, input_size = ?, input_mtime = ? WHERE id = ?")
      statement.bind(1, input.inputPath)
      statement.bind(2, input.size)
      statement.bind(3, input.modified)
      statement.bind(4, shard)
      try statement.run()
    }
  }

  /// Where a shard can continue. Rows after it never exist: a checkpoint and its rows are one transaction.
  ///
  /// - Returns: nil if the shard has to start from its first line.
  package func checkpoint(shard: Int) throws -> ShardCheckpoint? { try reader.checkpoint(shard: shard) }

  func state(_ shard: Int, _ db: Database) throws -> ShardState {
    let statement = try PreparedStatement(db, "SELECT state FROM shards WHERE id = ?")
    statement.bind(1, shard)
    guard let state = try statement.first({ ShardState(rawValue: $0.text(0)) ?? .failed }) else {
      throw LedgerError.unknownShard(path: path, shard: shard)
    }
    return state
  }

  /// The caller adds the shard to `begun` when the transaction is through.
  func begin(_ shard: Int, _ db: Database) throws {
    guard try state(shard, db) != .done else { throw LedgerError.alreadyCommitted(path: path, shard: shard) }
    if begun.withLock({ $0.contains(shard) }) { return }
    let statement = try PreparedStatement(
      db, "UPDATE shards SET state = 'running', attempts = attempts + 1, started_at = ?, error = NULL WHERE id = ?")
    statement.bind(1, Timestamp.now())
    statement.bind(2, shard)
    try statement.run()
  }

  /// Deletes all rows of a shard that is not committed.
  func forget(_ shard: Int, _ db: Database) throws {
    for table in ["decisions", "quarantine", "totals", "outputs", "checkpoint_outputs", "checkpoints"] {
      let statement = try PreparedStatement(db, "DELETE FROM \(table) WHERE shard_id = ?")
      statement.bind(1, shard)
      try statement.run()
    }
  }
}
