internal import ArgumentParser
internal import Logging
internal import SluiceCore
internal import SluiceIO
internal import SluiceTraining

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a classifier from labelled documents.",
    discussion: """
      Reads labelled JSON Lines: text, source, and score (0 to 5), category and stance, as given by `sluice \
      annotate` or an annotator who followed the rubric. Files named with --weak contain labels mapped from other \
      data sets (text, source, severity): they shape the features and never outvote the rubric. Files named with \
      --natural contain rubric labels of a sample at natural rates: calibration and decision cuts come from them.

      The same files, options and seed give the same bytes. Figures come from models that had not seen the row, \
      and again from models that had not seen its source; calibration and cuts had not seen it either.

        sluice train --data labels.jsonl --natural sample.jsonl --weak mapped-*.jsonl.zst \\
          --neutral wiki.jsonl.zst --output model.safetensors
        sluice train --data labels.jsonl --target 'recall@3=0.9' --output cautious.safetensors
      """)

  @Option(parsing: .upToNextOption, help: ArgumentHelp("Files with rubric labels.", valueName: "file"))
  var data: [String] = []

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Files with rubric labels of a sample at natural rates.", valueName: "file"))
  var natural: [String] = []

  @Option(
    parsing: .upToNextOption, help: ArgumentHelp("Files with labels mapped from other data sets.", valueName: "file"))
  var weak: [String] = []

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Files with documents presumed harmless; one window of each drawn document is taught as level 0, with low weight.",
      valueName: "file"))
  var neutral: [String] = []

  @Option(help: ArgumentHelp("Most documents drawn from each --neutral file.", valueName: "count"))
  var neutralWindows = 2000

  @Option(
    help: ArgumentHelp(
      "Most windows drawn from each --neutral file for the first-stage filter alone, which learns from them what may exit early.",
      valueName: "count"))
  var screenWindows = 20000

  @Option(name: .shortAndLong, help: ArgumentHelp("Model file to write.", valueName: "file"))
  var output: String

  @Option(help: "Name of the model.")
  var name = "sluice-custom"

  @Option(help: "Random seed.")
  var seed: UInt64 = 1

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Target for a decision cut, such as recall@3=0.9 or precision@4=0.8.", valueName: "aim"))
  var target: [String] = []

  @OptionGroup var jobs: JobsOption

  @OptionGroup var log: LogOptions

  func validate() throws {
    guard !data.isEmpty || !natural.isEmpty else {
      throw ValidationError("name rubric labels with --data or --natural")
    }
    guard (0...1_000_000).contains(neutralWindows) else {
      throw ValidationError("--neutral-windows must be 0 to 1000000")
    }
    guard (0...1_000_000).contains(screenWindows) else {
      throw ValidationError("--screen-windows must be 0 to 1000000")
    }
    for text in target where DecisionTarget(text) == nil {
      throw ValidationError("--target '\(text)' is not recall@LEVEL=SHARE or precision@LEVEL=SHARE")
    }
  }

  func run() throws {
    let logger = log.makeLogger()
    var rows: [LabelledText] = []
    var metadata: [String: String] = ["seed": String(seed), "sluice_version": sluiceVersion]
    for (path, isNatural) in data.map({ ($0, false) }) + natural.map({ ($0, true) }) + weak.map({ ($0, false) }) {
      let read = try LabelledText.read(path, isNatural: isNatural)
      if read.skipped > 0 { logger.warning("\(path): left out \(read.skipped.counted("line")) without text or label") }
      logger.info("\(path): \(read.rows.count.counted("row"))")
      rows += read.rows
      metadata["data:" + (Name(path).split("/").last?.text ?? "")] = try FileDigest.sha256(of: path)
    }
    guard rows.contains(where: \.isRubric) else {
      throw ValidationError("no row has a score: --data and --natural need rubric labels (text, source, score)")
    }
    guard Set(rows.filter(\.isRubric).map { $0.severity >= 0.5 }).count == 2 else {
      throw ValidationError("all scores are of one kind; a model needs texts of level 0 and of level 1 or more")
    }
    var screening: [LabelledText] = []
    for path in neutral {
      let (windows, skipped) = try NeutralWindows.read(path, count: neutralWindows, seed: seed)
      if skipped > 0 { logger.warning("\(path): left out \(skipped.counted("line")) without text") }
      logger.info("\(path): \(windows.count.counted("neutral window"))")
      rows += windows
      screening += try NeutralWindows.readForScreen(path, count: screenWindows, seed: seed)
      metadata["neutral:" + (Name(path).split("/").last?.text ?? "")] = try FileDigest.sha256(of: path)
    }
    var options = TrainingOptions()
    options.seed = seed
    options.targets = target.compactMap(DecisionTarget.init)
    options.jobs = jobs.workers
    let trainer = ModelTrainer(rows, screening: screening, options: options) { progress in
      if case .message(let text) = progress { logger.info("\(text)") }
    }
    let trained = trainer.train(name: name, metadata: metadata)
    try OutputFile.write(trained.bytes, to: output)
    Console.out(TrainingSummary(trained: trained, output: output).render())
  }
}
