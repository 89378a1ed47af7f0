package import SluiceCore

/// An input shard as it is registered when a run starts.
package struct ShardInput: Sendable, Hashable {
  /// Path below the common root of the inputs, with its own suffix: the first half of every key.
  package var path: Name
  /// Where it is read.
  package var inputPath: String
  /// Size of the file in bytes.
  package var size: Int
  /// Time of its last change in nanoseconds since 1970.
  package var modified: Int

  package init(path: Name, inputPath: String, size: Int, modified: Int) {
    self.path = path
    self.inputPath = inputPath
    self.size = size
    self.modified = modified
  }
}

package enum ShardState: String, CaseIterable, Sendable, Codable {
  /// Nothing recorded yet.
  case pending
  /// Some run has begun it; there may be a checkpoint.
  case running
  /// Committed: outputs under their final names, entry in the chain.
  case done
  case failed
}

/// A row of `shards`.
package struct ShardRecord: Sendable, Hashable {
  /// Number of the shard, from 1 in the order of registration.
  package var id: Int
  package var run: Int
  package var input: ShardInput
  package var state: ShardState
  /// Why it failed; nil otherwise.
  package var error: String?
  /// How many processes have worked on it.
  package var attempts: Int
  package var startedAt: String?
  package var finishedAt: String?
  /// What the last checkpoint or the commit says of the input's lines, blank ones included.
  package var lines: Int
  package var blankLines: Int
  /// Compressed bytes of the input known to be behind: all of a committed shard; the start of the
  /// member or frame a checkpoint is in; 0 before.
  package var bytesDone: Int
  /// What only a committed shard has.
  package var committed: Committed?

  package struct Committed: Sendable, Hashable {
    package var inputSHA256: String
    /// Bytes read of the compressed input.
    package var inputBytes: Int
    /// What was wrong with the shard, if only its readable prefix was committed (`--salvage`).
    package var salvaged: String?
    /// From 1, in the order of commits.
    package var chainPosition: Int
    package var digests: EntryDigests
    package var previousHash: String
    package var entryHash: String
  }
}

extension ShardRecord {
  /// To be read from `tables`.
  static let columns = """
    s.id, s.run_id, s.path, s.input_path, s.input_size, s.input_mtime, s.state, s.error, s.attempts, s.started_at, \
    s.finished_at, ifnull(s.lines, c.lines), ifnull(s.blank_lines, c.blank_lines), \
    ifnull(s.input_bytes, c.restart_compressed), s.input_sha256, s.input_bytes, s.salvaged, s.chain_position, \
    s.outputs_sha256, s.quarantine_sha256, s.totals_sha256, s.decisions_sha256, s.prev_hash, s.entry_hash
    """
  static let tables = "shards s LEFT JOIN checkpoints c ON c.shard_id = s.id"

  /// A shard of a task that has not begun.
  init(pending id: Int, _ shard: RunDivision.Shard) {
    self.init(
      id: id, run: shard.task + 1,
      input: ShardInput(path: shard.path, inputPath: shard.path.text, size: shard.bytes.asCount, modified: 0),
      state: .pending,
      error: nil, attempts: 0, startedAt: nil, finishedAt: nil, lines: 0, blankLines: 0, bytesDone: 0, committed: nil)
  }

  init(_ row: StatementRow) {
    let state = ShardState(rawValue: row.text(6)) ?? .failed
    var committed: Committed?
    if state == .done {
      committed = Committed(
        inputSHA256: row.text(14), inputBytes: row.count(15), salvaged: row.optionalText(16),
        chainPosition: row.count(17),
        digests: EntryDigests(
          outputs: row.text(18), quarantine: row.text(19), totals: row.text(20), decisions: row.text(21)),
        previousHash: row.text(22), entryHash: row.text(23))
    }
    self.init(
      id: row.count(0), run: row.count(1),
      input: ShardInput(path: row.name(2), inputPath: row.text(3), size: row.count(4), modified: row.integer(5)),
      state: state, error: row.optionalText(7), attempts: row.count(8), startedAt: row.optionalText(9),
      finishedAt: row.optionalText(10), lines: row.count(11), blankLines: row.count(12),
      bytesDone: row.count(13), committed: committed)
  }
}
