internal import ArgumentParser
internal import Logging
internal import SluiceCore
internal import SluiceIO
internal import SluiceReport
internal import SluiceRun
internal import SluiceTraining

struct SampleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sample",
    abstract: "Draw documents to label, evenly over scores, sources and uncertainty.",
    discussion: """
      Reads and scores all inputs, sorts documents into strata, and lets the strata take turns until --count are \
      drawn, so that rare levels are not drowned by safe text. Copies of a text are drawn once. The draw depends \
      on the texts, the model and --seed only: not on --jobs or the order of the shards.

      Writes JSON Lines (compressed if the name ends in .zst or .gz, mode 0600): id (shard#line), text, source, \
      document_id, predicted_score, predicted_expected, predicted_probs, predicted_category, predicted_stance, and \
      seen and drawn of the stratum, whose quotient undoes the stratification. `sluice annotate` reads it.

        sluice sample corpus/ --output to-label.jsonl --count 500
        sluice sample 'dolma/**/*.gz' --output to-label.jsonl.zst --count 2000 \\
          --by score,uncertainty
        sluice sample corpus/ --output more.jsonl --count 500 --seed 2
      """)

  @Option(name: .shortAndLong, help: ArgumentHelp("File to write; it must not exist yet.", valueName: "file"))
  var output: String

  @Option(name: [.customShort("n"), .long], help: "How many documents to draw.")
  var count: Int

  @Option(help: ArgumentHelp("Properties to stratify by: score, source, uncertainty.", valueName: "properties"))
  var by = Strata(properties: .all)

  @Option(help: "Another seed draws other documents.")
  var seed: UInt64 = 1

  @Flag(help: "Print the counts as JSON.")
  var json = false

  @OptionGroup var input: InputOptions
  @OptionGroup var classifier: ClassifierOptions
  @OptionGroup var log: LogOptions

  func validate() throws {
    try input.check()
    guard !input.inputs.contains("-") else {
      throw ValidationError("standard input (-) can be scanned, but not sampled: name files, folders or globs")
    }
    guard (1...10_000_000).contains(count) else { throw ValidationError("--count must be 1 to 10000000") }
  }

  func run() throws {
    let logger = log.makeLogger()
    guard !Folders.exists(output) else {
      throw IOFailure(.unwritable, path: output, "is there already; name another file with --output, or remove it")
    }
    let policy = try classifier.loadPolicy()
    let model = try ModelLoader.load(classifier.model, policy: policy)
    let found = try FoundInputs.find(input, excluding: nil, logger)
    let draw = SampleDraw(
      shards: found.shards, reader: input.readerOptions, fields: input.fields, model: model, policy: policy,
      count: count, properties: by.properties, seed: seed, jobs: classifier.workers)
    let line = log.drawsProgress ? draw.progress.draw(shards: found.shards.count) : nil
    let result: SampleDraw.Result
    do {
      defer { line?.finish() }
      result = try draw.run()
    }
    guard result.seen > 0 else {
      throw IOFailure(
        .noInput, path: input.inputs.joined(separator: " "),
        "no line holds a document that can be scored; is the text under another name (--fields text=...)?")
    }
    try SampleFile.write(result.documents, to: output)
    let summary = SampleSummary(output: output, result: result, shards: found.shards.count, model: model)
    try json ? Console.data(JSONOutput.render(summary)) : Console.out(summary.render())
    if result.documents.count < count {
      logger.notice("fewer documents than --count: the inputs hold no more different texts")
    }
    if result.passedOver > 0 {
      logger.warning("skipped \(result.passedOver.counted("line")) that the model could not score as a document")
      throw ExitCode.incomplete
    }
    if input.counts(found.others) { throw ExitCode.incomplete }
  }
}
