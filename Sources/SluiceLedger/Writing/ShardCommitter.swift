internal import GRDB
internal import SluiceCore

/// Turns a shard whose rows are stored into a committed one: outputs, counts, chain entry. Works
/// inside a transaction of the caller.
struct ShardCommitter {
  let ledger: Ledger
  let commit: ShardCommit

  func commit(decisions: String, _ db: Database) throws {
    try TotalsWriter(shard: commit.shard).foldSmallSources(db)
    try storeOutputs(db)
    try checkCounts(db)
    try append(entry(decisions: decisions, db), db)
    try CheckpointTable.remove(commit.shard, db)
  }

  private func storeOutputs(_ db: Database) throws {
    let statement = try PreparedStatement(
      db, "INSERT INTO outputs (shard_id, route, path, lines, bytes, sha256) VALUES (?, ?, ?, ?, ?, ?)")
    statement.bind(1, commit.shard)
    for output in commit.outputs {
      statement.bind(2, output.lane.rawValue)
      statement.bind(3, output.path)
      statement.bind(4, output.lines)
      statement.bind(5, output.bytes)
      statement.bind(6, output.sha256)
      try statement.run()
    }
  }

  private func checkCounts(_ db: Database) throws {
    let counts = try LaneCounts(db, shard: commit.shard)
    if let detail = counts.contradiction(lines: commit.lines, blank: commit.blankLines) {
      throw LedgerError.doesNotAddUp(path: ledger.path, shard: commit.shard, detail: detail)
    }
  }

  private func entry(decisions: String, _ db: Database) throws -> ChainEntry {
    let statement = try PreparedStatement(
      db,
      """
      SELECT r.chain_length, r.chain_head, s.path FROM shards s JOIN runs r ON r.id = s.run_id WHERE s.id = ?
      """)
    statement.bind(1, commit.shard)
    guard let (length, head, path) = try statement.first({ ($0.count(0), $0.text(1), $0.name(2)) }) else {
      throw LedgerError.unknownShard(path: ledger.path, shard: commit.shard)
    }
    let salvaged = commit.salvaged.flatMap { $0.isEmpty ? nil : $0 }
    return ChainEntry(
      position: length + 1, previousHash: head, path: path, inputSHA256: commit.inputSHA256,
      inputBytes: commit.inputBytes, lines: commit.lines, blankLines: commit.blankLines, salvaged: salvaged,
      digests: EntryDigests(
        outputs: try TableDigest.outputs(db, shard: commit.shard),
        quarantine: try TableDigest.quarantine(db, shard: commit.shard),
        totals: try TableDigest.totals(db, shard: commit.shard), decisions: decisions))
  }

  private func append(_ entry: ChainEntry, _ db: Database) throws {
    let hash = entry.hash
    let shard = try PreparedStatement(
      db,
      """
      UPDATE shards SET state = 'done', error = NULL, finished_at = ?, input_sha256 = ?, input_bytes = ?, lines = ?,
        blank_lines = ?, salvaged = ?, chain_position = ?, outputs_sha256 = ?, quarantine_sha256 = ?,
        totals_sha256 = ?, decisions_sha256 = ?, prev_hash = ?, entry_hash = ?
      WHERE id = ?
      """)
    shard.bind(1, Timestamp.now())
    shard.bind(2, entry.inputSHA256)
    shard.bind(3, entry.inputBytes)
    shard.bind(4, entry.lines)
    shard.bind(5, entry.blankLines)
    shard.bind(6, entry.salvaged)
    shard.bind(7, entry.position)
    shard.bind(8, entry.digests.outputs)
    shard.bind(9, entry.digests.quarantine)
    shard.bind(10, entry.digests.totals)
    shard.bind(11, entry.digests.decisions)
    shard.bind(12, entry.previousHash)
    shard.bind(13, hash)
    shard.bind(14, commit.shard)
    try shard.run()
    let run = try PreparedStatement(
      db,
      """
      UPDATE runs SET chain_length = ?, chain_head = ? WHERE id = (SELECT run_id FROM shards WHERE id = ?)
      """)
    run.bind(1, entry.position)
    run.bind(2, hash)
    run.bind(3, commit.shard)
    try run.run()
  }
}
