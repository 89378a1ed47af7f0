package import SluiceCore
package import SluicePipeline

/// What a report is made from: the sums of a scan, or those read back from a ledger.
package struct ReportInput: Sendable {
  package var totals = Totals()
  /// Nil where single decisions are not at hand.
  package var observations: Observations?
  /// Whether `observations` counted words, which a ledger's decisions do not tell.
  package var observesWords = true
  /// Levels of which a ledger does not have every decision, so that `observations` lack some of their documents.
  package var unrecordedLevels: Set<Int> = []
  package var lines = 0
  package var blankLines = 0
  package var quarantined: [QuarantineReason: Int] = [:]
  /// Documents that the policy quarantined.
  package var quarantinedByPolicy = CorpusReport.PartialAmount(documents: 0, words: 0, bytes: 0)
  package var quarantineExamples: [(key: DocumentKey, reason: QuarantineReason)] = []
  package var textBytes: Int? = 0
  package var scoredBytes: Int? = 0
  package var sampledOut = 0
  package var sampledOutBytes = 0
  package var unsupported: Int?
  package var shards: [ShardSummary] = []
  package var failures: [CorpusReport.FailedShard] = []
  /// Policies that differ a little, and what each would send to the lanes of `Lane.partition`.
  package var variants: [(name: String, lanes: [CorpusReport.PartialAmount])] = []
  package var termCategories: [String] = []
  package var notes: [String] = []

  package init() {}

  /// - Parameter variants: names of the policy's neighbours, in the order of the tally's.
  package init(outcome: Pipeline.Outcome, variants: [String], termCategories: [String]) {
    let tally = outcome.tally
    totals = outcome.totals.keepingLargest(Totals.sourceLimit)
    observations = tally.observations
    lines = tally.lines
    blankLines = tally.blankLines
    quarantined = tally.quarantined
    quarantinedByPolicy = CorpusReport.PartialAmount(tally.quarantinedByPolicy)
    quarantineExamples = tally.quarantineExamples.map { ($0.key, $0.reason) }
    textBytes = tally.textBytes
    scoredBytes = tally.scoredBytes
    sampledOut = tally.sampledOut
    sampledOutBytes = tally.sampledOutBytes
    unsupported = tally.unsupported
    shards = outcome.shards
    failures = outcome.failures.map { CorpusReport.FailedShard(shard: $0.shard.text, error: $0.error) }
    self.variants = zip(variants, tally.variants).map { ($0, $1.map(CorpusReport.PartialAmount.init)) }
    self.termCategories = termCategories
  }
}
