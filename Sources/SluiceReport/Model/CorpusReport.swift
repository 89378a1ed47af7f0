public import SluiceCore

/// A corpus's safety report card: what was read, how unsafe it is and where, and what a policy does
/// with it. `Codable` gives report.json (docs/report.md), whose `format` number changes with its meaning.
public struct CorpusReport: Codable, Sendable {
  public static let currentFormat = 1

  public struct Amount: Codable, Sendable, Hashable {
    public var documents = 0
    public var words = 0
    /// UTF-8 bytes of text.
    public var bytes = 0

    public init() {}

    init(_ count: Totals.Count) {
      documents = count.documents
      words = count.words
      bytes = count.textBytes
    }
  }

  public struct Source: Codable, Sendable {
    /// Nil for documents without a source.
    public var source: String?
    public var amount: Amount
    /// Documents at each level, 0 to 5.
    public var levels: [Int]
  }

  public struct CategoryRow: Codable, Sendable {
    public var category: Category
    /// Documents at each level, 0 to 5.
    public var levels: [Int]
  }

  public struct StanceRow: Codable, Sendable {
    public var stance: Stance
    /// Documents at each level, 0 to 5.
    public var levels: [Int]
  }

  public struct LengthRow: Codable, Sendable {
    /// UTF-8 bytes of text from here...
    public var fromBytes: Int
    /// ...to below here; nil for the last.
    public var toBytes: Int?
    /// Documents at each level, 0 to 5.
    public var levels: [Int]
  }

  /// What a threshold with a confidence gate catches.
  public struct ThresholdRow: Codable, Sendable {
    /// This score or more.
    public var fromScore: Int
    /// Least probability on these scores; 0 for no gate.
    public var gate: Double
    public var amount: Amount
  }

  public struct TermRow: Codable, Sendable {
    public var category: String
    public var hits: Int
    public var documents: Int
    public var hitsPerMillionWords: Double
  }

  public struct Routing: Codable, Sendable {
    /// What the policy is, or how it differs from the one given.
    public var name: String
    /// By lane name.
    public var routes: [String: Amount]
    public var synthesis: SynthesisEstimate
  }

  public struct Quarantine: Codable, Sendable {
    public var reason: QuarantineReason
    public var explanation: String
    public var lines: Int
    /// Some of them, as `shard#line`.
    public var examples: [String]
  }

  public struct ShardRow: Codable, Sendable {
    public var shard: String
    public var lines: Int
    public var quarantined: Int
    public var amount: Amount
    /// Documents at each level, 0 to 5.
    public var levels: [Int]
    /// What sets it apart from the others, in words; empty for most.
    public var remarks: [String]
  }

  public struct FailedShard: Codable, Sendable {
    public var shard: String
    public var error: String

    public init(shard: String, error: String) {
      self.shard = shard
      self.error = error
    }
  }

  public var format = Self.currentFormat
  public var run: RunFacts
  public var lines = 0
  public var blankLines = 0
  public var quarantinedLines = 0
  /// Documents scored and routed.
  public var documents = Amount()
  /// Documents read, but left out by sampling, and the bytes of their texts.
  public var sampledOut = 0
  public var sampledOutBytes = 0
  /// Bytes of text given to the classifier, and how many of them it covered.
  public var textBytes = 0
  public var scoredBytes = 0
  /// Element k holds score k.
  public var levels: [Amount]
  /// Ranges of the shares of `levels`; nil if every document was scored.
  public var intervals: [LevelInterval]?
  /// Mean probability of each level; nil without single decisions.
  public var expectedShares: [Double]?
  public var reference: ReferenceComparison
  public var categories: [CategoryRow]
  public var stances: [StanceRow]
  /// Scored documents in languages the model does not know; nil where a run's ledger does not tell.
  public var unsupportedLanguage: Int?
  /// The largest first.
  public var sources: [Source]
  public var lengths: [LengthRow]
  /// By score, then by the probability of that score in steps of 0.05: documents.
  public var confidence: [[Int]]
  public var thresholds: [ThresholdRow]
  public var terms: [TermRow]
  /// The policy itself, then its neighbours.
  public var routings: [Routing]
  public var quarantine: [Quarantine]
  public var shards: [ShardRow]
  public var failedShards: [FailedShard]
  public var examples: [ExampleGroup]
  /// What a reader must know to read the numbers right.
  public var notes: [String]
}
