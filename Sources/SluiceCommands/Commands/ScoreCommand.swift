internal import ArgumentParser
internal import Logging
internal import SluiceCore
internal import SluiceIO
internal import SluicePipeline

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

struct ScoreCommand: ParsableCommand {
  enum Format: String, CaseIterable, ExpressibleByArgument { case jsonl, csv, tsv }

  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Hand each document back with its score, in order.",
    discussion: """
      Reads documents from shards or standard input, and writes each line back with the object `safety` \
      appended, as rows of queues have it: score, probabilities, category, stance, evidence span, and the route \
      and rule of the policy. What cannot be scored comes out in its place as {"key":…,"error":…}, and the exit \
      code is 2; so line n of the output is document n (blank lines are not documents).

      In a pipe, documents are answered as soon as the input pauses, so another program can ask and wait.

        zstdcat shard.jsonl.zst | sluice score > scored.jsonl
        echo 'The library opens at nine.' | sluice score --text --only
        sluice score corpus/ --only --where 'score >= 3'
        sluice score corpus/ --format csv --route refusal --route drop
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup var scoring: ScoringOptions
  @OptionGroup var log: LogOptions

  @Flag(help: "Each line is a text, not a JSON object.")
  var text = false

  @Flag(help: "Write the score alone: key, id, score, expected, probs, category, stance, span, route, rule.")
  var only = false

  @Option(help: "Format of the output: jsonl, or a table of the scores alone (csv, tsv).")
  var format = Format.jsonl

  @Option(
    name: .customLong("where"),
    help: ArgumentHelp(
      "Write only documents that meet a condition of a policy: 'score >= 3', or '{category: violence, words: \">= 50\"}'.",
      valueName: "condition"))
  var condition: String?

  @Option(
    help: "Write only documents with this route; may be repeated.",
    transform: { argument in
      guard let lane = Lane.partition.first(where: { $0.rawValue == argument }) else {
        throw ValidationError("--route is \(Lane.partition.map(\.rawValue).joined(separator: ", "))")
      }
      return lane
    })
  var route: [Lane] = []

  @Option(help: ArgumentHelp("Stop after this many documents of the input.", valueName: "count"))
  var limit: Int?

  @Option(help: "Key of the object that is added to documents.")
  var safetyKey = "safety"

  func validate() throws {
    guard !safetyKey.isEmpty else { throw ValidationError("--safety-key must not be empty") }
    if let limit, limit < 1 { throw ValidationError("--limit must be at least 1") }
    guard !text || input.fields == FieldPaths() else {
      throw ValidationError("--text says that lines are texts: there are no --fields in them")
    }
  }

  func run() throws {
    let input = try inputOrStandardInput()
    let logger = log.makeLogger()
    let policy = try scoring.loadPolicy()
    let rows = try rows()
    let model = try scoring.loadModel(policy)
    let found = try FoundInputs.find(input, excluding: nil, logger, pipeName: "stdin")
    var stream = ScoreStream(shards: found.shards, scorer: model, policy: policy)
    stream.rows = rows
    stream.reader = input.readerOptions
    stream.jobs = scoring.workers
    stream.limit = limit
    if let header = rows.header { Console.data(header) }
    var log = log
    // A bar between the lines of a result helps nobody.
    if isatty(1) == 1 { log.quiet = true }
    let outcome = try log.watch(bytes: stream.bytes, shards: found.shards.count) {
      try stream.run(progress: $0) { Console.data($0) }
    }
    for failure in outcome.failures { logger.error("failed \(failure.shard): \(failure.error)") }
    if outcome.interrupted { throw ExitCode.interrupted }
    if outcome.unscored > 0 || !outcome.failures.isEmpty || input.counts(found.others) { throw ExitCode.incomplete }
  }

  private func inputOrStandardInput() throws -> InputOptions {
    var input = input
    if input.inputs.isEmpty, input.manifest == nil, isatty(0) != 1 { input.inputs = ["-"] }
    try input.check()
    guard !input.inputs.contains("-") || (input.inputs.count == 1 && input.manifest == nil) else {
      throw ValidationError("standard input (-) cannot be combined with other inputs")
    }
    return input
  }

  private func rows() throws -> ScoreRows {
    var rows = ScoreRows()
    rows.format =
      switch format {
      case .jsonl: only ? .score : .document
      case .csv: .csv
      case .tsv: .tsv
      }
    rows.fields = input.fields
    rows.safetyKey = safetyKey
    rows.areTexts = text
    rows.filter = try condition.map { try Policy(condition: $0, name: "--where") }
    rows.lanes = route.isEmpty ? nil : Set(route)
    return rows
  }
}
