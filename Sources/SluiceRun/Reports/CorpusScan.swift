internal import Foundation
package import SluiceCore
package import SluiceIO
package import SluicePipeline
package import SluiceReport

/// Scores a corpus and reports, writing nothing: a run without a folder, with the policy's neighbours beside it.
package struct CorpusScan: Sendable {
  package var shards: [InputShard]
  /// What the input folders hold besides them.
  package var others: [OtherFile] = []
  package var model: any Scorer
  package var policy: Policy
  package var fields = FieldPaths()
  package var reader = ShardReader.Options()
  package var jobs = 1
  /// Share of the documents that is scored, by content hash; nil for all.
  package var sample: Double?
  /// Term lists to count; nil for none.
  package var terms: ReportTerms?
  /// Whether the text of examples is kept for the report.
  package var showsText = false
  /// What was read, as the user named it.
  package var inputNames: [String] = []

  package init(shards: [InputShard], model: any Scorer, policy: Policy) {
    self.shards = shards
    self.model = model
    self.policy = policy
  }

  package var bytes: Int { shards.map(\.bytes).boundedSum() }

  /// - Returns: the report, of what was read if the scan was interrupted.
  package func run(
    _ rate: SynthesisRate = SynthesisRate(), progress: SluicePipeline.Progress = Progress()
  ) throws -> (report: CorpusReport, interrupted: Bool) {
    let neighbours = policy.neighbours
    let start = ContinuousClock.now
    let outcome = try Pipeline(
      plan: plan, scorer: model, policy: policy, variants: neighbours.map(\.policy), progress: progress
    ).run()
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    var input = ReportInput(
      outcome: outcome, variants: neighbours.map(\.label), termCategories: terms?.categories ?? [])
    input.notes += others.missing.sentences
    if !policy.triesAllNeighbours { input.notes.append(LedgerReport.neighboursNote) }
    let facts = facts(bytesRead: progress.snapshot.bytes, seconds: seconds)
    return (CorpusReport(input, run: facts, rate: rate), outcome.interrupted)
  }

  private var plan: RunPlan {
    var plan = RunPlan(
      shards: shards.enumerated().map { index, shard in
        RunPlan.Shard(id: index + 1, input: shard, outputName: shard.path, attributesCodec: OutputCodec(.plain))
      })
    plan.fields = fields
    plan.reader = reader
    // Nothing is compressed and kept, so memory allows longer turns.
    plan.turnBytes = 16 << 20
    plan.jobs = jobs
    plan.sample = sample
    plan.observations = ObservationPlan(terms: terms, showsText: showsText)
    plan.observations?.explain = { [model] text in model.drivingFeatures(of: text) ?? [] }
    return plan
  }

  private func facts(bytesRead: Int, seconds: Double) -> RunFacts {
    RunFacts(
      kind: "scan", inputs: inputNames, madeAt: Date().ISO8601Format(), sluiceVersion: sluiceVersion,
      model: model.name, modelSHA256: model.digest, policy: policy.name, policySHA256: policy.digest,
      options: [
        "--fields": fields.listed, "--max-line-bytes": String(reader.maxLineBytes), "--sample": String(sample ?? 1),
      ], shards: shards.count, inputBytes: bytesRead, seconds: seconds, sample: sample ?? 1)
  }
}
