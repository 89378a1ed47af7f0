public import SluiceCore
public import SluiceIO

/// Everything a run or scan will do, decided before the first byte is read.
public struct RunPlan: Sendable {
  /// One shard and where its outputs go.
  public struct Shard: Sendable {
    /// The shard's number in the journal.
    public var id: Int
    /// The shard to read.
    public var input: InputShard
    /// Path of its files below each lane's folder.
    public var outputName: Name
    /// Of its attributes, which have a name of their own (`ShardName.attributesPath`).
    public var attributesCodec: OutputCodec
    /// Where an interrupted run left off.
    public var resume: ShardCheckpoint?

    public init(
      id: Int, input: InputShard, outputName: Name, attributesCodec: OutputCodec, resume: ShardCheckpoint? = nil
    ) {
      self.id = id
      self.input = input
      self.outputName = outputName
      self.attributesCodec = attributesCodec
      self.resume = resume
    }

    /// Path of a lane's finished file below the output folder.
    public func path(_ lane: Lane) -> String {
      lane.folder + "/" + (lane == .attributes ? ShardName.attributesPath(for: input.path) : outputName).text
    }
  }

  /// When bad lines end a run early.
  public enum BadLineLimit: Sendable, Hashable {
    /// A number of lines.
    case lines(Int)
    /// Of the lines read so far, once there are a thousand, and at the end.
    case percent(Double)

    func isPassed(bad: Int, lines: Int, final: Bool) -> Bool {
      switch self {
      case .lines(let limit): bad > limit
      case .percent(let limit): (final || lines >= 1000) && Double(bad) > limit / 100 * Double(lines)
      }
    }
  }

  /// The shards, in input order.
  public var shards: [Shard]
  /// Nil for a scan, which writes nothing.
  public var outputFolder: String?
  /// Where a document's fields are in its line.
  public var fields = FieldPaths()
  /// The top-level key under which the safety object is added.
  public var safetyKey = "safety"
  /// How queue files are compressed.
  public var codec = OutputCodec(.zstd)
  /// Whether to write Dolma attributes.
  public var attributes = false
  /// Whether drop/ gets the hash of each line instead of the line.
  public var hashesDropped = false
  /// Whether kept documents get a row in the journal.
  public var recordsKept = true
  /// Limits and choices for reading shards.
  public var reader = ShardReader.Options()
  /// Worker threads; at least one is used.
  public var jobs = 1
  /// Decoded bytes after which a worker stops reading and processes what it has read. Decompressing, scoring
  /// and compressing each evict the memory of the other two from the caches: the fewer turns, the faster all
  /// three. It changes timing and memory, never bytes.
  public var turnBytes = 4 << 20
  /// Whether the output folder has nothing from an earlier attempt, so there is no need to look.
  public var isFresh = false
  /// When bad lines end the run early; nil for never.
  public var badLines: BadLineLimit?
  /// Share of documents a scan scores, by content hash; nil for all.
  public var sample: Double?
  /// What to observe for a report; nil for a run.
  public var observations: ObservationPlan?
  /// Decoded bytes, seconds and rows after which an unfinished shard is checkpointed.
  public var checkpointBytes = 32 << 20
  /// Seconds after which a shard in work is checkpointed.
  public var checkpointSeconds = 10.0
  /// The same as a duration: infinity and other times that no run reaches are thirty years.
  var longestCheckpoint: Duration { .seconds(checkpointSeconds < 1e9 ? max(0, checkpointSeconds) : 1e9) }
  /// Journal rows after which a shard in work is checkpointed.
  public var checkpointRows = 100_000

  public init(shards: [Shard], outputFolder: String? = nil) {
    self.shards = shards
    self.outputFolder = outputFolder
  }
}
