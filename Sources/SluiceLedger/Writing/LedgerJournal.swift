internal import GRDB
package import SluiceCore
internal import Synchronization

/// Records what the pipeline does, each call one transaction that is on disk when it returns.
///
/// Threads: any, one at a time for a shard. Row digests are computed on the calling thread; only
/// the inserts take turns. After an error nothing of that call is recorded and the journal can continue.
package final class LedgerJournal: RunJournal {
  let ledger: Ledger
  let recording: DecisionRecording

  init(ledger: Ledger, recording: DecisionRecording) {
    self.ledger = ledger
    self.recording = recording
  }

  package func checkpoint(_ checkpoint: ShardCheckpoint, rows: ShardRows) throws {
    let shard = checkpoint.shard
    let digest = try self.digest(shard)
    try hash(rows.decisions, shard, into: digest)
    try ledger.write { db in
      try ledger.begin(shard, db)
      try store(rows, shard, db)
      try CheckpointTable.replace(checkpoint, db)
    }
    ledger.begun.withLock { _ = $0.insert(shard) }
    ledger.digests.withLock { $0[shard] = digest }
  }

  package func commit(_ shards: [ShardCommit]) throws {
    var finished: [DecisionDigest] = []
    for shard in shards {
      let digest = try self.digest(shard.shard)
      try hash(shard.rows.decisions, shard.shard, into: digest)
      finished.append(digest)
    }
    try ledger.write { db in
      for (shard, digest) in zip(shards, finished) {
        try ledger.begin(shard.shard, db)
        try store(shard.rows, shard.shard, db)
        try ShardCommitter(ledger: ledger, commit: shard).commit(decisions: digest.hex(), db)
      }
    }
  }

  package func restart(shard: Int) throws { try ledger.restart(shard: shard) }

  package func fail(shard: Int, error: String) throws {
    ledger.digests.withLock { _ = $0.removeValue(forKey: shard) }
    try ledger.write { db in
      try ledger.begin(shard, db)
      try ledger.forget(shard, db)
      let statement = try PreparedStatement(
        db, "UPDATE shards SET state = 'failed', error = ?, finished_at = ? WHERE id = ?")
      statement.bind(1, error)
      statement.bind(2, Timestamp.now())
      statement.bind(3, shard)
      try statement.run()
    }
    ledger.begun.withLock { _ = $0.remove(shard) }
  }

  private func digest(_ shard: Int) throws -> DecisionDigest {
    if let digest = ledger.digests.withLock({ $0.removeValue(forKey: shard) }) { return digest }
    return try LedgerError.translating(ledger.path) {
      try ledger.pool.read { db in
        guard try ledger.state(shard, db) != .done else {
          throw LedgerError.alreadyCommitted(path: ledger.path, shard: shard)
        }
        return try DecisionDigest.stored(db, shard: shard, path: ledger.path)
      }
    }
  }

  private func hash(_ batches: [DecisionBatch], _ shard: Int, into digest: DecisionDigest) throws {
    for batch in batches {
      let misplaced = BatchTexts.with(batch) { digest.add(batch, recording: recording, texts: $0) }
      if let misplaced { throw LedgerError.outOfOrder(path: ledger.path, shard: shard, line: misplaced) }
    }
  }

  private func store(_ rows: ShardRows, _ shard: Int, _ db: Database) throws {
    let writer = DecisionWriter(shard: shard, recording: recording)
    do {
      for batch in rows.decisions {
        try BatchTexts.with(batch) { try writer.insert(batch, texts: $0, db) }
      }
      try writer.insert(rows.quarantined, db)
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
      let line = rows.quarantined.first?.line ?? rows.decisions.first?.rows.first?.line ?? 0
      throw LedgerError.outOfOrder(path: ledger.path, shard: shard, line: line)
    }
    try TotalsWriter(shard: shard).add(rows.totals, db)
  }
}

extension Ledger {
  /// The journal to hand to the pipeline.
  package func journal() throws -> LedgerJournal {
    guard let run = try reader.runs().last else { throw LedgerError.noRun(path: path) }
    return LedgerJournal(ledger: self, recording: run.identity.recording)
  }
}
