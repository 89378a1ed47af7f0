package import SluiceCore
package import SluicePipeline

/// What a report is made from: the sums of a scan, or those read back from a ledger.
package struct ReportInput: Sendable {
  package var totals = Totals()
  /// Nil where single decisions are not at hand.
  package var observations: Observations?
  package var lines = 0
  package var blankLines = 0
  package var quarantined: [QuarantineReason: Int] = [:]
  package var quarantineExamples: [(key: DocumentKey, reason: QuarantineReason)] = []
  package var textBytes = 0
  package var scoredBytes = 0
  package var sampledOut = 0
  package var sampledOutBytes = 0
  package var unsupported: Int?
  package var shards: [ShardSummary] = []
  package var failures: [CorpusReport.FailedShard] = []
  /// Policies that differ a little, and what each would send to the lanes of `Lane.partition`.
  package var variants: [(name: String, lanes: [Totals.Count])] = []
  package var termCategories: [String] = []
  package var notes: [String] = []

  package init() {}

  /// - Parameter variants: names of the policy's neighbours, in the order of the tally's.
  package init(outcome: Pipeline.Outcome, variants: [String], termCategories: [String]) {
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
    failures = outcome.failures.map { CorpusReport.FailedShard(shard: $0.shard.text, error: $0.error) }
    self.variants = zip(variants, tally.variants).map { ($0, $1) }
    self.termCategories = termCategories
  }
}
