internal import GRDB

/// Finds rows of shards that cannot have any: unknown ones, those that never began or failed, and
/// running ones without a checkpoint.
struct StrayRows {
  let shards: [ShardRecord]
  let db: Database

  func find(_ body: (_ shard: Int, _ table: String) -> Void) throws {
    let checkpointed = Set(
      try PreparedStatement(db, "SELECT shard_id FROM checkpoints").rows { $0.integer(0) })
    let states = Dictionary(shards.map { ($0.id, $0.state) }) { first, _ in first }
    for table in ["decisions", "quarantine", "totals", "outputs", "checkpoints"] {
      try forEachShard(in: table) { shard in
        switch states[shard] {
        case .done where table != "checkpoints": break
        case .running where checkpointed.contains(shard) && table != "outputs": break
        default: body(shard, table)
        }
      }
    }
  }

  /// Distinct shard numbers, found by skipping through the table's key: O(shards × log rows).
  private func forEachShard(in table: String, _ body: (Int) -> Void) throws {
    let next = try PreparedStatement(
      db, "SELECT shard_id FROM \(table) WHERE shard_id > ? ORDER BY shard_id LIMIT 1")
    var shard = Int.min
    while true {
      next.bind(1, shard)
      guard let found = try next.first({ $0.integer(0) }) else { return }
      body(found)
      shard = found
    }
  }
}
