package import SluiceCore

/// A corpus's safety report card: what was read, how unsafe it is and where, and what a policy does
/// with it. `Codable` gives report.json (docs/report.md), whose `format` number changes with its meaning.
package struct CorpusReport: Codable, Sendable {
  package static let currentFormat = 1

  package struct Amount: Codable, Sendable, Hashable {
    package var documents = 0
    package var words = 0
    /// UTF-8 bytes of text.
    package var bytes = 0

    package init() {}

    init(_ count: Totals.Count) {
      documents = count.documents
      words = count.words
      bytes = count.textBytes
    }
  }

  /// An amount of which a run's ledger may not tell every part: nil where it does not.
  package struct PartialAmount: Codable, Sendable, Hashable {
    package var documents: Int?
    package var words: Int?
    /// UTF-8 bytes of text.
    package var bytes: Int?

    package init(documents: Int? = nil, words: Int? = nil, bytes: Int? = nil) {
      self.documents = documents
      self.words = words
      self.bytes = bytes
    }

    package init(_ count: Totals.Count) {
      self.init(documents: count.documents, words: count.words, bytes: count.textBytes)
    }

    /// What is not known is null, not left out.
    package func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(documents, forKey: .documents)
      try container.encode(words, forKey: .words)
      try container.encode(bytes, forKey: .bytes)
    }
  }

  package struct Source: Codable, Sendable {
    /// Nil for documents without a source.
    package var source: String?
    package var amount: Amount
    /// Documents at each level, 0 to 5.
    package var levels: [Int]

    var name: Name? { source.map { Name($0) } }
  }

  package struct CategoryRow: Codable, Sendable {
    package var category: Category
    /// Documents at each level, 0 to 5.
    package var levels: [Int]
  }

  package struct StanceRow: Codable, Sendable {
    package var stance: Stance
    /// Documents at each level, 0 to 5.
    package var levels: [Int]
  }

  package struct LengthRow: Codable, Sendable {
    /// UTF-8 bytes of text from here...
    package var fromBytes: Int
    /// ...to below here; nil for the last.
    package var toBytes: Int?
    /// Documents at each level, 0 to 5; nil where the ledger does not tell.
    package var levels: [Int?]
  }

  /// What a threshold with a confidence gate catches.
  package struct ThresholdRow: Codable, Sendable {
    /// This score or more.
    package var fromScore: Int
    /// Least probability on these scores; 0 for no gate.
    package var gate: Double
    package var amount: PartialAmount
  }

  package struct TermRow: Codable, Sendable {
    package var category: String
    package var hits: Int
    package var documents: Int
    package var hitsPerMillionWords: Double
  }

  package struct Routing: Codable, Sendable {
    /// What the policy is, or how it differs from the one given.
    package var name: String
    /// By lane name.
    package var routes: [String: PartialAmount]
    package var synthesis: SynthesisEstimate
  }

  package struct Quarantine: Codable, Sendable {
    package var reason: QuarantineReason
    package var explanation: String
    package var lines: Int
    /// Some of them, as `shard#line`.
    package var examples: [String]
  }

  package struct ShardRow: Codable, Sendable {
    package var shard: String
    package var lines: Int
    package var quarantined: Int
    package var amount: Amount
    /// Documents at each level, 0 to 5.
    package var levels: [Int]
    /// What sets it apart from the others, in words; empty for most.
    package var remarks: [String]
  }

  package struct FailedShard: Codable, Sendable {
    package var shard: String
    package var error: String

    package init(shard: String, error: String) {
      self.shard = shard
      self.error = error
    }
  }

  package var format = Self.currentFormat
  package var run: RunFacts
  package var lines = 0
  package var blankLines = 0
  package var quarantinedLines = 0
  /// Documents scored and routed.
  package var documents = Amount()
  /// Documents read, but left out by sampling, and the bytes of their texts.
  package var sampledOut = 0
  package var sampledOutBytes = 0
  /// Bytes of text of the documents that were scored, and how many of them the classifier covered. Nil where a run's
  /// ledger does not tell, because its policy quarantined some.
  package var textBytes: Int?
  package var scoredBytes: Int?
  /// Element k holds score k.
  package var levels: [Amount]
  /// Ranges of the shares of `levels`; nil if every document was scored.
  package var intervals: [LevelInterval]?
  /// Mean probability of each level; nil without all decisions.
  package var expectedShares: [Double]?
  package var reference: ReferenceComparison
  package var categories: [CategoryRow]
  package var stances: [StanceRow]
  /// Scored documents in languages the model does not know; nil where a run's ledger does not tell.
  package var unsupportedLanguage: Int?
  /// The largest first.
  package var sources: [Source]
  package var lengths: [LengthRow]
  /// By score, then by the probability of that score in steps of 0.05: documents. Nil for a level of which the ledger
  /// does not tell.
  package var confidence: [[Int]?]
  package var thresholds: [ThresholdRow]
  package var terms: [TermRow]
  /// The policy itself, then its neighbours.
  package var routings: [Routing]
  package var quarantine: [Quarantine]
  package var shards: [ShardRow]
  package var failedShards: [FailedShard]
  package var examples: [ExampleGroup]
  /// What a reader must know to read the numbers right.
  package var notes: [String]
}
