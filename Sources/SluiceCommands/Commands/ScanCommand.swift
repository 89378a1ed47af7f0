internal import ArgumentParser
internal import SluiceCore
internal import SluiceIO
internal import SluicePipeline
internal import SluiceReport
internal import SluiceRun

struct ScanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scan",
    abstract: "Score a corpus and report; with --report, also as a web page.",
    discussion: """
      Needs no configuration. Shows how unsafe the documents are, by source and category, where the policy \
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
      "Term lists to count besides scoring, as NAME.txt; may be repeated (default with --report: the built-in ones).",
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
    let found = try FoundInputs.find(input, excluding: nil, logger, pipeName: "stdin")
    var scan = CorpusScan(shards: found.shards, model: model, policy: policy)
    scan.others = found.others
    scan.fields = input.fields
    scan.reader = input.readerOptions
    scan.jobs = scoring.workers
    scan.sample = sample
    scan.terms = try termLists()
    scan.showsText = options.showText
    scan.inputNames = input.inputs + (input.manifest.map { ["manifest \($0)"] } ?? [])
    let (report, interrupted) = try log.watch(bytes: scan.bytes, shards: found.shards.count) {
      try scan.run(options.rate, progress: $0)
    }
    try options.show(report, folder: self.report)
    if interrupted { throw ExitCode.interrupted }
    if report.quarantinedLines > 0 || !report.failedShards.isEmpty || input.counts(found.others) {
      throw ExitCode.incomplete
    }
  }

  /// Searching for terms costs about as much as a small classifier, so it is done where somebody will look.
  private func termLists() throws -> ReportTerms? {
    if !terms.isEmpty { return try ReportTerms(files: terms.sorted()) }
    return report != nil || options.csv == .terms ? .builtIn : nil
  }
}
