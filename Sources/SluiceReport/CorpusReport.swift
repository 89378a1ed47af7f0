public import SluiceCore
public import SluicePipeline

/// A corpus's safety report card: what was read, how unsafe it is and where, and what a policy does
/// with it. `Codable` gives the JSON form, whose `format` number changes with its meaning.
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

  public struct Routing: Codable, Sendable {
    /// What the policy is, or how it differs from the one given.
    public var name: String
    /// By lane name.
    public var routes: [String: Amount]
  }

  public struct Quarantine: Codable, Sendable {
    public var reason: QuarantineReason
    public var explanation: String
    public var lines: Int
    /// Some of them, as `shard#line`.
    public var examples: [String]
  }

  public struct Run: Codable, Sendable {
    public var sluiceVersion: String
    public var model: String
    public var modelSHA256: String
    public var policy: String
    public var policySHA256: String
    public var shards: Int
    /// Compressed bytes read.
    public var inputBytes: Int
    public var seconds: Double
    /// Share of the documents that were scored; 1 without sampling.
    public var sample: Double

    public init(
      sluiceVersion: String, model: String, modelSHA256: String, policy: String, policySHA256: String, shards: Int,
      inputBytes: Int, seconds: Double, sample: Double
    ) {
      self.sluiceVersion = sluiceVersion
      self.model = model
      self.modelSHA256 = modelSHA256
      self.policy = policy
      self.policySHA256 = policySHA256
      self.shards = shards
      self.inputBytes = inputBytes
      self.seconds = seconds
      self.sample = sample
    }
  }

  public struct FailedShard: Codable, Sendable {
    public var shard: String
    public var error: String
  }

  public var format = Self.currentFormat
  public var run: Run
  public var lines = 0
  public var blankLines = 0
  public var quarantinedLines = 0
  public var documents = Amount()
  /// Bytes of text the classifier covered.
  public var scoredBytes = 0
  /// Element k holds score k.
  public var levels: [Amount]
  public var categories: [CategoryRow]
  /// Documents by stance.
  public var stances: [String: Int]
  /// Documents by language support.
  public var languages: [String: Int]
  /// The largest first.
  public var sources: [Source]
  /// The policy itself, then its neighbours.
  public var routings: [Routing]
  public var quarantine: [Quarantine]
  public var failedShards: [FailedShard]

  /// - Parameter variants: names of the policy's neighbours, in the order of the tally's.
  public init(outcome: Pipeline.Outcome, variants: [String], run: Run) {
    self.run = run
    let totals = outcome.totals
    let tally = outcome.tally
    lines = tally.lines
    blankLines = tally.blankLines
    quarantinedLines = tally.quarantined.values.reduce(0, +)
    documents = Amount(totals.sum())
    scoredBytes = tally.scoredBytes
    levels = SafetyScore.allCases.map { score in Amount(totals.sum { $0.score == score }) }
    categories = Category.allCases.map { category in
      CategoryRow(category: category, levels: Self.levels(totals) { $0.category == category })
    }
    stances = Dictionary(
      uniqueKeysWithValues: Stance.allCases.map { stance in
        (stance.rawValue, totals.sum { $0.stance == stance }.documents)
      })
    languages = Dictionary(
      uniqueKeysWithValues: Language.allCases.map { language in
        (language.rawValue, totals.sum { $0.language == language }.documents)
      })
    sources = Self.sources(totals)
    let own = Dictionary(
      uniqueKeysWithValues: Route.allCases.map { route in
        (route.rawValue, Amount(totals.sum { $0.route == route }))
      })
    routings =
      [Routing(name: "as the policy says", routes: own)]
      + zip(variants, tally.variants).map { name, lanes in
        Routing(
          name: name,
          routes: Dictionary(
            uniqueKeysWithValues: Lane.partition.map { ($0.rawValue, Amount(lanes[$0.index])) }))
      }
    quarantine = tally.quarantined.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }.map { entry in
      Quarantine(
        reason: entry.key, explanation: entry.key.explanation, lines: entry.value,
        examples: tally.quarantineExamples.filter { $0.reason == entry.key }.prefix(10).map(\.key.description))
    }
    failedShards = outcome.failures.map { FailedShard(shard: $0.shard, error: $0.error) }
  }

  private static func levels(_ totals: Totals, where included: (Totals.Key) -> Bool) -> [Int] {
    SafetyScore.allCases.map { score in totals.sum { $0.score == score && included($0) }.documents }
  }

  private static func sources(_ totals: Totals) -> [Source] {
    var amounts: [String?: (Totals.Count, [Int])] = [:]
    for (key, count) in totals.counts {
      var entry = amounts[key.source] ?? (Totals.Count(), [Int](repeating: 0, count: SafetyScore.count))
      entry.0 += count
      entry.1[Int(key.score.rawValue)] += count.documents
      amounts[key.source] = entry
    }
    return amounts.map { Source(source: $0.key, amount: Amount($0.value.0), levels: $0.value.1) }
      .sorted { ($1.amount.documents, $0.source ?? "") < ($0.amount.documents, $1.source ?? "") }
  }
}
