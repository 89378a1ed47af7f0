internal import ArgumentParser
internal import Logging
internal import SluiceCore
internal import SluiceIO
internal import SluiceLedger
internal import SluicePipeline
internal import SluiceReport
internal import SluiceRun

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Score a corpus and route it into queues, with a ledger.",
    discussion: """
      Writes below --output, for every shard, the queues keep/ (input lines, byte for byte), recontextualize/, \
      refusal/ and drop/ (documents with a "safety" object), quarantine/ (lines that could not be decided), and \
      ledger.sqlite with a row for every decision. _SUCCESS appears when every shard is committed.

      The same command continues where an interrupted run stopped; on a finished run it does nothing.

      On many machines, each task runs the same command with its own --shard-index into one folder on shared \
      storage. Shards are divided by size; tasks do not depend on each other. `sluice ledger merge` joins them.

        sluice run corpus/ --output safe/
        sluice run --manifest shards.csv --output safe/ --jobs 16 --ledger routed
        sluice run dolma/documents/ --output safe/ --codec gzip --attributes
        sluice run --input-quarantine safe/ --output again/ --fields text=content
        sluice run corpus/ --output safe/ --shard-index 3 --shard-count 16
        zstdcat shard.zst | sluice run /dev/stdin --name web/shard.jsonl --output safe/
        sluice run --explain-policy --policy my-policy.yaml
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup var scoring: ScoringOptions
  @OptionGroup var log: LogOptions

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Folder of the run.", valueName: "dir"), transform: Folders.withoutSlash)
  var output: String?

  @Option(
    help: ArgumentHelp(
      "Instead of INPUT: the lines that the run in this folder has quarantined, under their old keys.",
      valueName: "dir"), transform: Folders.withoutSlash)
  var inputQuarantine: String?

  @OptionGroup var task: TaskOptions

  @Option(
    help: ArgumentHelp("At the end, write path,rows,bytes,sha256 of all inputs and outputs.", valueName: "file"))
  var manifestOut: String?

  @Flag(help: "Print the policy in words, and stop.")
  var explainPolicy = false

  @Flag(help: "Also write Dolma attributes, one row for every document.")
  var attributes = false

  @Option(help: "Decisions to record: all, or routed (those not kept; counts stay complete).")
  var ledger = DecisionRecording.all

  @Option(help: "Contents of drop/: documents, or only hashes of their lines.")
  var drop = DroppedForm.documents

  @Option(help: "Compression of the queues: zstd or gzip.")
  var codec = QueueCodec.zstd

  @Option(help: "Compression level (default: 3 for zstd, 6 for gzip).")
  var level: Int?

  @Option(
    help: ArgumentHelp("Stop when more lines than this are bad: a number, or a share such as 1%.", valueName: "n|p%"))
  var maxBadLines: BadLines?

  @Flag(help: "Commit the readable part of damaged shards.")
  var salvage = false

  @Option(help: "Key of the object added to documents that are not kept.")
  var safetyKey = "safety"

  @Flag(help: "Add shards that are new in the inputs to an existing run.")
  var extend = false

  @Flag(help: "Start in a new folder next to --output (-2, -3, ...) if it already contains a run.")
  var newRun = false

  @Option(help: "Save progress inside a shard after this much decompressed input.")
  var checkpointBytes = ByteCount(32 << 20)

  @Option(help: "Save progress inside a shard after this many seconds.")
  var checkpointSeconds = 10.0

  @Option(
    help: ArgumentHelp(
      "Keep a Prometheus textfile up to date (every two seconds) during the run.", valueName: "file"))
  var metricsFile: String?

  @Flag(help: "Print the summary as JSON.")
  var json = false

  func validate() throws {
    guard !explainPolicy else { return }
    guard output != nil else { throw ValidationError("name the folder of the run with --output DIR") }
    try input.check(hasOther: inputQuarantine != nil)
    if inputQuarantine != nil, !input.inputs.isEmpty || input.manifest != nil {
      throw ValidationError("--input-quarantine takes the place of INPUT and --manifest")
    }
    if input.inputs.contains("-"), input.name == nil {
      throw ValidationError("say what to call the shard from standard input with --name, such as --name part-1.jsonl")
    }
    if task.part != nil, extend || newRun || input.name != nil {
      throw ValidationError("--shard-index cannot be combined with --extend, --new-run or --name")
    }
    let levels = OutputCodec.levels(of: codec.compression)
    if let level, !levels.contains(level) {
      throw ValidationError("--level for \(codec.rawValue) must be \(levels.lowerBound) to \(levels.upperBound)")
    }
    guard checkpointBytes.value > 0, checkpointSeconds > 0 else {
      throw ValidationError("--checkpoint-bytes and --checkpoint-seconds must be above 0")
    }
    guard !safetyKey.isEmpty else { throw ValidationError("--safety-key must not be empty") }
    guard drop == .documents || !["line_sha256", "line_bytes"].contains(safetyKey) else {
      throw ValidationError("--safety-key \(safetyKey) is a key of the rows that --drop hashes writes")
    }
  }

  func run() throws {
    let logger = log.makeLogger()
    let policy = try scoring.loadPolicy()
    if explainPolicy { return Console.out(policy.explanation) }
    let model = try scoring.loadModel(policy)
    let folder = newRun ? RunFolder.unused(output!) : output!
    let found = try findInputs(excluding: folder, logger)
    let session = try RunSession(
      in: folder, part: task.part, shards: found.shards, others: found.others, model: model, policy: policy,
      options: record(model), extends: extend)
    guard
      var plan = try session.prepare(jobs: scoring.workers, reader: input.readerOptions, badLines: maxBadLines?.limit)
    else { return try finish(session.folder, nothingToDo: true) }
    plan.checkpointBytes = checkpointBytes.value
    plan.checkpointSeconds = checkpointSeconds
    let bytes = plan.shards.map(\.input.bytes).boundedSum()
    let outcome = try log.watch(bytes: bytes, shards: plan.shards.count, metricsFile: metricsFile) {
      try session.run(plan, progress: $0)
    }
    for shard in outcome.restarted {
      logger.warning(
        "\(shard): begun anew, since its file is not the one that was read up to the last checkpoint, though size and time are the same"
      )
    }
    if outcome.interrupted {
      logger.notice("interrupted; the same command continues from here")
      throw ExitCode.interrupted
    }
    try finish(session.folder, nothingToDo: false)
  }

  private func findInputs(excluding path: String, _ logger: Logger) throws -> InputSet {
    guard let inputQuarantine else {
      return try FoundInputs.find(input, excluding: path, logger, trustsSizes: task.part != nil)
    }
    return InputSet(shards: try QuarantineInputs.find(inputQuarantine))
  }

  private func record(_ model: any Scorer) -> RunOptionsRecord {
    RunOptionsRecord(
      attributes: attributes, codec: OutputCodec(codec.compression, level: level), fields: input.fields,
      ledger: ledger, maxLineBytes: input.maxLineBytes.value, maxWindowLog: input.maxWindowLog, safetyKey: safetyKey,
      salvage: salvage, modelName: model.name, inputQuarantine: inputQuarantine != nil,
      hashesDropped: drop == .hashes)
  }

  private func finish(_ folder: RunFolder, nothingToDo: Bool) throws {
    if let manifestOut {
      try RunManifest(folder: folder.path, reader: folder.ledger.reader).write(to: manifestOut)
    }
    var summary = try RunSummary(folder: folder.path, reader: folder.ledger.reader)
    summary.task = folder.part?.description
    try json
      ? Console.data(JSONOutput.render(summary))
      : Console.out(nothingToDo ? summary.renderFinished() : summary.render() + summary.nextSteps())
    if !summary.isClean || input.counts(summary.otherFiles) { throw ExitCode.incomplete }
  }
}
