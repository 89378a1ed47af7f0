internal import SluiceCore
internal import Synchronization

/// Live counters of a run, written by the workers and read by the progress bar.
public final class Progress: Sendable {
  /// The counters at one moment.
  public struct Snapshot: Sendable {
    /// Compressed bytes read.
    public var bytes = 0
    /// Bytes that they were decompressed to.
    public var decompressedBytes = 0
    /// Lines read, blank ones included.
    public var lines = 0
    /// Lines by `Lane.index`.
    public var lanes = [Int](repeating: 0, count: Lane.allCases.count)
    /// Shards finished. A scan also counts shards that failed.
    public var shardsDone = 0
    /// Shards that could not be read to their end.
    public var shardsFailed = 0
  }

  private let bytes = Atomic<Int>(0)
  private let decompressedBytes = Atomic<Int>(0)
  private let lines = Atomic<Int>(0)
  private let keep = Atomic<Int>(0)
  private let recontextualize = Atomic<Int>(0)
  private let refusal = Atomic<Int>(0)
  private let drop = Atomic<Int>(0)
  private let quarantine = Atomic<Int>(0)
  private let shardsDone = Atomic<Int>(0)
  private let shardsFailed = Atomic<Int>(0)
  private let stopping = Atomic<Bool>(false)

  public init() {}

  /// Asks the workers to finish the chunks in hand, save where they are, and return.
  public func stop() { stopping.store(true, ordering: .relaxed) }

  /// Whether `stop` was called.
  public var isStopping: Bool { stopping.load(ordering: .relaxed) }

  func read(bytes count: Int, decompressed: Int) {
    bytes.add(count, ordering: .relaxed)
    decompressedBytes.add(decompressed, ordering: .relaxed)
  }

  func add(lines count: Int, totals: Totals, quarantined: Int) {
    lines.add(count, ordering: .relaxed)
    quarantine.add(quarantined, ordering: .relaxed)
    for (key, count) in totals.counts {
      switch key.route {
      case .keep: keep.add(count.documents, ordering: .relaxed)
      case .recontextualize: recontextualize.add(count.documents, ordering: .relaxed)
      case .refusal: refusal.add(count.documents, ordering: .relaxed)
      case .drop: drop.add(count.documents, ordering: .relaxed)
      }
    }
  }

  /// - Parameter lanes: rows by `Lane.index`.
  func add(lines count: Int, lanes rows: [Int]) {
    lines.add(count, ordering: .relaxed)
    keep.add(rows[Lane.keep.index], ordering: .relaxed)
    recontextualize.add(rows[Lane.recontextualize.index], ordering: .relaxed)
    refusal.add(rows[Lane.refusal.index], ordering: .relaxed)
    drop.add(rows[Lane.drop.index], ordering: .relaxed)
    quarantine.add(rows[Lane.quarantine.index], ordering: .relaxed)
  }

  func shardDone() { shardsDone.add(1, ordering: .relaxed) }
  func shardFailed() { shardsFailed.add(1, ordering: .relaxed) }

  var badLines: Int { quarantine.load(ordering: .relaxed) }
  var allLines: Int { lines.load(ordering: .relaxed) }

  /// Reads every counter; they may be a few chunks apart from each other.
  public var snapshot: Snapshot {
    var snapshot = Snapshot()
    snapshot.bytes = bytes.load(ordering: .relaxed)
    snapshot.decompressedBytes = decompressedBytes.load(ordering: .relaxed)
    snapshot.lines = allLines
    snapshot.lanes[Lane.keep.index] = keep.load(ordering: .relaxed)
    snapshot.lanes[Lane.recontextualize.index] = recontextualize.load(ordering: .relaxed)
    snapshot.lanes[Lane.refusal.index] = refusal.load(ordering: .relaxed)
    snapshot.lanes[Lane.drop.index] = drop.load(ordering: .relaxed)
    snapshot.lanes[Lane.quarantine.index] = badLines
    snapshot.shardsDone = shardsDone.load(ordering: .relaxed)
    snapshot.shardsFailed = shardsFailed.load(ordering: .relaxed)
    return snapshot
  }
}
