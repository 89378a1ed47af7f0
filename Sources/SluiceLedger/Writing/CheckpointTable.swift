internal import GRDB
internal import SluiceCore

/// `checkpoints` and `checkpoint_outputs`: at most one checkpoint per shard.
enum CheckpointTable {
  /// The route of the row of `checkpoint_outputs` that is about the input: what had been read of it.
  private static let input = "input"

  static func replace(_ checkpoint: ShardCheckpoint, _ db: Database) throws {
    let statement = try PreparedStatement(
      db,
      """
      INSERT OR REPLACE INTO checkpoints (shard_id, recorded_at, position, lines, blank_lines, inside_long_line,
        restart_compressed, restart_position) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """)
    statement.bind(1, checkpoint.shard)
    statement.bind(2, Timestamp.now())
    statement.bind(3, checkpoint.position)
    statement.bind(4, checkpoint.lines)
    statement.bind(5, checkpoint.blankLines)
    statement.bind(6, checkpoint.insideLongLine ? 1 : 0)
    statement.bind(7, checkpoint.restartCompressed)
    statement.bind(8, checkpoint.restartPosition)
    try statement.run()
    try removeOutputs(checkpoint.shard, db)
    let output = try PreparedStatement(
      db, "INSERT INTO checkpoint_outputs (shard_id, route, path, lines, bytes, sha256) VALUES (?, ?, ?, ?, ?, ?)")
    output.bind(1, checkpoint.shard)
    if let prefix = checkpoint.input {
      output.bind(2, input)
      output.bind(3, "")
      output.bind(4, checkpoint.lines)
      output.bind(5, prefix.bytes)
      output.bind(6, prefix.sha256)
      try output.run()
    }
    for entry in checkpoint.outputs {
      output.bind(2, entry.lane.rawValue)
      output.bind(3, entry.path)
      output.bind(4, entry.lines)
      output.bind(5, entry.bytes)
      output.bind(6, entry.sha256)
      try output.run()
    }
  }

  static func remove(_ shard: Int, _ db: Database) throws {
    try removeOutputs(shard, db)
    let statement = try PreparedStatement(db, "DELETE FROM checkpoints WHERE shard_id = ?")
    statement.bind(1, shard)
    try statement.run()
  }

  private static func removeOutputs(_ shard: Int, _ db: Database) throws {
    let statement = try PreparedStatement(db, "DELETE FROM checkpoint_outputs WHERE shard_id = ?")
    statement.bind(1, shard)
    try statement.run()
  }

  static func read(_ shard: Int, _ db: Database) throws -> ShardCheckpoint? {
    let statement = try PreparedStatement(
      db,
      """
      SELECT position, lines, blank_lines, inside_long_line, restart_compressed, restart_position
      FROM checkpoints WHERE shard_id = ?
      """)
    statement.bind(1, shard)
    let checkpoint = try statement.first { row in
      ShardCheckpoint(
        shard: shard, position: row.count(0), lines: row.count(1), blankLines: row.count(2),
        insideLongLine: row.integer(3) != 0, restartCompressed: row.count(4), restartPosition: row.count(5),
        outputs: [])
    }
    guard var checkpoint else { return nil }
    let outputs = try PreparedStatement(
      db, "SELECT route, path, lines, bytes, sha256 FROM checkpoint_outputs WHERE shard_id = ?")
    outputs.bind(1, shard)
    checkpoint.outputs = try outputs.rows { row in
      if row.text(0) == input { checkpoint.input = .init(bytes: row.integer(3), sha256: row.text(4)) }
      guard let lane = Lane(rawValue: row.text(0)) else { return nil }
      return ShardCheckpoint.Output(
        lane: lane, path: row.text(1), lines: row.count(2), bytes: row.count(3), sha256: row.text(4))
    }
    .compactMap { (output: ShardCheckpoint.Output?) in output }
    .sorted { $0.lane.index < $1.lane.index }
    return checkpoint
  }
}
