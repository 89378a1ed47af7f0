internal import ArgumentParser
internal import Logging
internal import SluiceCore
internal import SluicePipeline
internal import SluiceReport
internal import SluiceTraining

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measure a classifier on labelled documents.",
    discussion: """
      DATA is labelled JSON Lines, plain, gzip or zstd: one object per line with text (string) and score or severity \
      (0 to 5); source, category and stance are used where present. Use documents the model was not trained \
      on. A line that does not fit ends the evaluation: measuring on part of a test set would mislead.

      Prints the confusion matrix, agreement, precision and recall at each level, ranking and calibration, with \
      bootstrap intervals, by source, category and length, and the worst mistakes. docs/evaluation.md defines \
      every figure.

        sluice evaluate held-out.jsonl.zst
        sluice evaluate --model mine.safetensors held-out.jsonl --show-text
        sluice evaluate --model old.bin --policy labels.yaml \\
          --compare mine.safetensors held-out.jsonl
        sluice evaluate held-out.jsonl --base-rate 90/4/3/1/1/1 --json |
          jq '.figures["base_rate_precision@3"]'
      """)

  @Argument(help: ArgumentHelp("Labelled files.", valueName: "data"))
  var data: [String]

  @OptionGroup var classifier: ClassifierOptions
  @OptionGroup var log: LogOptions

  @Option(help: ArgumentHelp("Also evaluate this classifier, and compare the two.", valueName: "file"))
  var compare: String?

  @Option(
    help: ArgumentHelp(
      "How common levels 0 to 5 are where the model will be used: six numbers, scaled to sum to 1 (default: 77/10/8/3/1/1).",
      valueName: "a/b/c/d/e/f"))
  var baseRate: BaseRate?

  @Option(help: "Bootstrap resamples for the intervals; 0 for no intervals.")
  var resamples = 1000

  @Option(help: "Seed of the resamples; the same seed gives the same intervals.")
  var seed: UInt64 = 1

  @Option(help: "How many mistakes to list, worst first.")
  var errors = 20

  @Flag(help: "Print the text of the mistakes that are listed.")
  var showText = false

  @Flag(help: "Print the figures as JSON.")
  var json = false

  func validate() throws {
    guard (0...1_000_000).contains(resamples) else { throw ValidationError("--resamples must be 0 to 1000000") }
    guard errors >= 0 else { throw ValidationError("--errors must not be below 0") }
  }

  func run() throws {
    let logger = log.makeLogger()
    let policy = try classifier.loadPolicy()
    let model = try ModelLoader.load(classifier.model, policy: policy)
    let other = try compare.map { try ModelLoader.load($0, policy: policy) }
    let documents = try LabelledReader.documents(in: data)

    let outcomes = score(documents, model, policy, logger)
    var report = EvaluationReport(outcomes, model: model, options: options)
    if showText { report.explainErrors(with: model) }
    guard let other else { return try json ? Console.data(report.json() + "\n") : Console.out(report.text()) }
    let others = score(documents, other, policy, logger)
    let comparison = ModelComparison(
      first: report, second: EvaluationReport(others, model: other, options: options),
      comparison: ComparisonReport((model, outcomes), (other, others), options: options))
    try json ? Console.data(comparison.json() + "\n") : Console.out(comparison.text())
  }

  private var options: EvaluationOptions {
    var options = EvaluationOptions()
    options.resamples = resamples
    options.seed = seed
    options.errorLimit = errors
    if let baseRate { options.baseRate = baseRate.shares }
    return options
  }

  private func score(
    _ documents: [LabelledDocument], _ model: any Scorer, _ policy: Policy, _ logger: Logger
  ) -> [Outcome] {
    let start = ContinuousClock.now
    let outcomes = Outcome.score(
      documents, with: model, cuts: policy.cuts, jobs: classifier.workers, keepingText: showText)
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    logger.info("\(model.name): \(documents.count.counted("document")) scored in \(Numbers.duration(seconds))")
    return outcomes
  }
}
