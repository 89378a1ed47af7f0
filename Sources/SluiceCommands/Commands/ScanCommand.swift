internal import ArgumentParser
internal import Logging
internal import SluiceCore
internal import SluiceIO
internal import SluicePipeline
internal import SluiceReport

struct ScanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scan",
    abstract: "Score a corpus and report, writing nothing.",
    discussion: """
      Needs no configuration. Shows how many documents are how unsafe, by source and category, where the policy \
      would send them, and what would change if its thresholds moved by one.

        sluice scan corpus/
        sluice scan 'dolma/**/*.json.gz' --sample 0.01
        zstdcat shard.jsonl.zst | sluice scan -
        sluice scan corpus/ --policy my-policy.yaml --json > report.json
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup var scoring: ScoringOptions
  @OptionGroup var log: LogOptions

  @Option(help: "Score only this share of the documents, chosen by content hash (0 to 1).")
  var sample: Double?

  @Flag(help: "Print the report as JSON.")
  var json = false

  func validate() throws {
    try input.check()
    if let sample, !(sample > 0 && sample <= 1) { throw ValidationError("--sample must be above 0 and at most 1") }
    if input.inputs.contains("-"), input.inputs.count > 1 || input.manifest != nil {
      throw ValidationError("standard input (-) cannot be combined with other inputs")
    }
  }

  func run() throws {
    let logger = log.makeLogger()
    let policy = try scoring.loadPolicy()
    let model = try scoring.loadModel(policy)
    let shards = try findShards(logger)

    var plan = RunPlan(
      shards: shards.enumerated().map { index, shard in
        RunPlan.Shard(id: index + 1, input: shard, outputName: shard.path, attributesCodec: OutputCodec(.plain))
      })
    plan.fields = input.fields
    plan.reader = input.readerOptions
    plan.jobs = scoring.workers
    plan.sample = sample
    let neighbours = policy.neighbours
    let progress = Progress()
    let bytes = shards.reduce(0) { $0 + $1.bytes }
    let bar = log.drawsProgress ? ProgressBar(progress, totalBytes: bytes, showsRoutes: false) : nil
    let signals = StopSignals(progress)
    let start = ContinuousClock.now
    let outcome: Pipeline.Outcome
    do {
      defer { bar?.finish() }
      outcome = try Pipeline(
        plan: plan, scorer: model, policy: policy, variants: neighbours.map(\.policy), progress: progress
      ).run()
    }
    withExtendedLifetime(signals) {}

    let report = CorpusReport(
      outcome: outcome, variants: neighbours.map(\.label),
      run: CorpusReport.Run(
        sluiceVersion: sluiceVersion, model: model.name, modelSHA256: model.digest, policy: policy.name,
        policySHA256: policy.digest, shards: shards.count, inputBytes: progress.snapshot.bytes,
        seconds: (ContinuousClock.now - start) / .seconds(1), sample: sample ?? 1))
    Console.out(try json ? JSONOutput.render(report) : TerminalReport(report).render())
    if outcome.interrupted { throw ExitCode.interrupted }
    if report.quarantinedLines > 0 || !report.failedShards.isEmpty { throw ExitCode.incomplete }
  }

  private func findShards(_ logger: Logger) throws -> [InputShard] {
    if input.inputs == ["-"] { return [InputShard(path: "stdin", inputPath: "-", bytes: 0, modified: 0)] }
    return try FoundInputs.find(input, excluding: nil, logger).shards
  }
}
