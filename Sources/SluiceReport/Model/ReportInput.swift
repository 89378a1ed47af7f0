public import SluiceCore
public import SluicePipeline

/// What a report is made of: the sums of a scan, or those read back from a ledger.
public struct ReportInput: Sendable {
  public var totals = Totals()
  /// Nil where single decisions are not at hand.
  public var observations: Observations?
  public var lines = 0
  public var blankLines = 0
  public var quarantined: [QuarantineReason: Int] = [:]
  public var quarantineExamples: [(key: DocumentKey, reason: QuarantineReason)] = []
  public var textBytes = 0
  public var scoredBytes = 0
  public var sampledOut = 0
  public var sampledOutBytes = 0
  public var unsupported: Int?
  public var shards: [ShardSummary] = []
  public var failures: [CorpusReport.FailedShard] = []
  /// Policies that differ a little, and what each would send to the lanes of `Lane.partition`.
  public var variants: [(name: String, lanes: [Totals.Count])] = []
  public var termCategories: [String] = []
  public var notes: [String] = []

  public init() {}

  /// - Parameter variants: names of the policy's neighbours, in the order of the tally's.
  public init(outcome: Pipeline.Outcome, variants: [String], termCategories: [String]) {
    let tally = outcome.tally
    totals = outcome.totals
    observations = tally.observations
    lines = tally.lines
    blankLines = tally.blankLines
    quarantined = tally.quarantined
    quarantineExamples = tally.quarantineExamples.map { ($0.key, $0.reason) }
    textBytes = tally.textBytes
    scoredBytes = tally.scoredBytes
    sampledOut = tally.sampledOut
    sampledOutBytes = tally.sampledOutBytes
    unsupported = tally.unsupported
    shards = outcome.shards
    failures = outcome.failures.map { CorpusReport.FailedShard(shard: $0.shard, error: $0.error) }
    self.variants = zip(variants, tally.variants).map { ($0, $1) }
    self.termCategories = termCategories
  }
}
