/// What the pipeline tells whoever keeps the record of a run (the ledger; nobody, for a scan).
/// Calls come from worker threads, one at a time for a shard. A throw stops the run.
public protocol RunJournal: Sendable {
  /// Progress inside a shard whose output bytes are already on disk: one transaction.
  func checkpoint(_ checkpoint: ShardCheckpoint, rows: ShardRows) throws
  /// Shards whose outputs are on disk under their final names: one transaction, in this order.
  func commit(_ shards: [ShardCommit]) throws
  /// A shard whose input is another file than at its checkpoint, so that it begins anew. Its rows and checkpoints are
  /// forgotten.
  func restart(shard: Int) throws
  /// A shard that could not be finished. Its rows and checkpoints are forgotten.
  func fail(shard: Int, error: String) throws
}

/// Rows that belong to a stretch of one shard, in line order.
public struct ShardRows: Sendable {
  /// In line order; each batch holds the rows of one chunk.
  public var decisions: [DecisionBatch] = []
  /// Lines that were quarantined, in line order.
  public var quarantined: [QuarantinedLine] = []
  /// Counts of the same lines' documents.
  public var totals = Totals()

  public init() {}
}

/// A line that was quarantined.
public struct QuarantinedLine: Sendable, Hashable {
  /// From 1.
  public var line: Int
  /// Where the line starts in the decompressed shard.
  public var byteOffset: Int
  /// Why it was quarantined.
  public var reason: QuarantineReason

  public init(line: Int, byteOffset: Int, reason: QuarantineReason) {
    self.line = line
    self.byteOffset = byteOffset
    self.reason = reason
  }
}

/// How far a shard has come: all a rerun needs to continue as if nothing had happened.
public struct ShardCheckpoint: Sendable, Hashable {
  /// An output file of the shard, as far as it was written.
  public struct Output: Sendable, Hashable {
    /// The lane that the file belongs to.
    public var lane: Lane
    /// Path below the output folder, of the finished file.
    public var path: String
    /// Lines in the file.
    public var lines: Int
    /// Compressed bytes, all of them flushed to disk.
    public var bytes: Int
    /// SHA-256 of these bytes, lower-case hex.
    public var sha256: String

    public init(lane: Lane, path: String, lines: Int, bytes: Int, sha256: String) {
      self.lane = lane
      self.path = path
      self.lines = lines
      self.bytes = bytes
      self.sha256 = sha256
    }
  }

  /// The first bytes of the input, those that had been read.
  public struct Prefix: Sendable, Hashable {
    /// How many compressed bytes.
    public var bytes: Int
    /// SHA-256 of these bytes, lower-case hex.
    public var sha256: String

    public init(bytes: Int, sha256: String) {
      self.bytes = bytes
      self.sha256 = sha256
    }
  }

  /// The shard's number in the journal.
  public var shard: Int
  /// Decompressed bytes consumed; a line starts here.
  public var position: Int
  /// Lines consumed, blank ones included.
  public var lines: Int
  /// Blank lines consumed.
  public var blankLines: Int
  /// Whether a line longer than the limit is being copied to quarantine piece by piece.
  public var insideLongLine: Bool
  /// A member or frame of the input starts at this compressed offset...
  public var restartCompressed: Int
  /// ...and its first byte is at this decompressed offset, at or before `position`.
  public var restartPosition: Int
  /// What had been read of the input, from which everything up to this checkpoint was decoded. Nil if the input is a
  /// pipe.
  public var input: Prefix?
  /// The output files, each up to this checkpoint.
  public var outputs: [Output]

  public init(
    shard: Int, position: Int, lines: Int, blankLines: Int, insideLongLine: Bool, restartCompressed: Int,
    restartPosition: Int, input: Prefix? = nil, outputs: [Output]
  ) {
    self.input = input
    self.shard = shard
    self.position = position
    self.lines = lines
    self.blankLines = blankLines
    self.insideLongLine = insideLongLine
    self.restartCompressed = restartCompressed
    self.restartPosition = restartPosition
    self.outputs = outputs
  }
}

/// A finished shard: its stream verified to the end, its outputs renamed and flushed.
public struct ShardCommit: Sendable {
  /// Of a commit, whole files.
  public typealias Output = ShardCheckpoint.Output

  /// The shard's number in the journal.
  public var shard: Int
  /// SHA-256 of the compressed shard, lower-case hex.
  public var inputSHA256: String
  /// Compressed bytes of the shard.
  public var inputBytes: Int
  /// Lines of the shard, blank ones included.
  public var lines: Int
  /// Blank lines of the shard.
  public var blankLines: Int
  /// Empty unless only the readable prefix of a damaged shard was committed (`--salvage`).
  public var salvaged: String?
  /// The finished output files.
  public var outputs: [Output]
  /// Rows since the last checkpoint.
  public var rows: ShardRows

  public init(
    shard: Int, inputSHA256: String, inputBytes: Int, lines: Int, blankLines: Int, salvaged: String? = nil,
    outputs: [Output], rows: ShardRows
  ) {
    self.shard = shard
    self.inputSHA256 = inputSHA256
    self.inputBytes = inputBytes
    self.lines = lines
    self.blankLines = blankLines
    self.salvaged = salvaged
    self.outputs = outputs
    self.rows = rows
  }
}
