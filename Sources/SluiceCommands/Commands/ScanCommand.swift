internal import ArgumentParser
internal import Logging
internal import SluiceCore
internal import SluiceIO
internal import SluicePipeline
internal import SluiceReport

struct ScanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scan",
    abstract: "Score a corpus and report; with --report, as a web page too.",
    discussion: """
      Needs no configuration. Shows how many documents are how unsafe, by source and category, where the policy \
      would send them, and what would change if its thresholds moved by one.

        sluice scan corpus/
        sluice scan 'dolma/**/*.json.gz' --sample 0.01
        zstdcat shard.jsonl.zst | sluice scan -
        aws s3 cp s3://bucket/shard.jsonl.gz - | sluice scan -
        sluice scan corpus/ --report card/
        sluice scan corpus/ --policy my-policy.yaml --json > report.json
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup var scoring: ScoringOptions
  @OptionGroup var log: LogOptions

  @Option(help: "Score only this share of the documents, chosen by content hash (0 to 1).")
  var sample: Double?

  @Option(
    help: ArgumentHelp("Write report.html and report.json to this folder.", valueName: "dir"),
    transform: Folders.withoutSlash)
  var report: String?

  @OptionGroup var options: ReportOptions

  @Option(
    help: ArgumentHelp(
      "Term lists to count besides scoring, NAME.txt, may be repeated (default with --report: those inside the program).",
      valueName: "file"))
  var terms: [String] = []

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
    // Nothing is compressed and kept, so memory allows longer turns.
    plan.turnBytes = 16 << 20
    plan.jobs = scoring.workers
    plan.sample = sample
    let lists = try termLists()
    plan.observations = ObservationPlan(terms: lists, showsText: options.showText)
    plan.observations?.explain = { text in model.drivingFeatures(of: text) ?? [] }
    let neighbours = policy.neighbours
    let progress = Progress()
    let bytes = shards.reduce(0) { $0 + $1.bytes }
    let bar = log.drawsProgress ? ProgressBar.draw(progress, totalBytes: bytes) : nil
    let live = try log.makeLiveReporter(progress, totalBytes: bytes, shards: shards.count, file: nil)
    let signals = StopSignals(progress)
    let start = ContinuousClock.now
    let outcome: Pipeline.Outcome
    do {
      defer {
        bar?.finish()
        live?.finish()
      }
      outcome = try Pipeline(
        plan: plan, scorer: model, policy: policy, variants: neighbours.map(\.policy), progress: progress
      ).run()
    }
    withExtendedLifetime(signals) {}

    let report = CorpusReport(
      ReportInput(outcome: outcome, variants: neighbours.map(\.label), termCategories: lists?.categories ?? []),
      run: facts(model, policy, shards, progress.snapshot, (ContinuousClock.now - start) / .seconds(1)),
      rate: options.rate)
    try options.show(report, folder: self.report)
    if outcome.interrupted { throw ExitCode.interrupted }
    if report.quarantinedLines > 0 || !report.failedShards.isEmpty { throw ExitCode.incomplete }
  }

  /// Searching terms costs about as much as a small classifier, so it is done where somebody will look.
  private func termLists() throws -> ReportTerms? {
    if !terms.isEmpty { return try ReportTerms(files: terms.sorted()) }
    return report != nil || options.csv == .terms ? .builtIn : nil
  }

  private func facts(
    _ model: any Scorer, _ policy: Policy, _ shards: [InputShard], _ now: Progress.Snapshot, _ seconds: Double
  ) -> RunFacts {
    let fields = input.fields
    return RunFacts(
      kind: "scan", inputs: input.inputs + (input.manifest.map { ["manifest \($0)"] } ?? []),
      madeAt: ReportOptions.now(), sluiceVersion: sluiceVersion, model: model.name, modelSHA256: model.digest,
      policy: policy.name, policySHA256: policy.digest,
      options: [
        "--fields": "text=\(fields.text),id=\(fields.id),source=\(fields.source),url=\(fields.url)",
        "--max-line-bytes": String(input.maxLineBytes.value), "--sample": String(sample ?? 1),
      ], shards: shards.count, inputBytes: now.bytes, seconds: seconds, sample: sample ?? 1)
  }

  private func findShards(_ logger: Logger) throws -> [InputShard] {
    try FoundInputs.find(input, excluding: nil, logger, pipeName: "stdin").shards
  }
}
