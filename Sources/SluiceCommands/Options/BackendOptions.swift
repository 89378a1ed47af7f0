internal import ArgumentParser
internal import SluiceIO
internal import SluicePipeline
package import SluiceSynthesis

extension ModelOptions.LimitField: ExpressibleByArgument {}

/// Which model is asked, and in which of three ways.
struct BackendOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Ask a live server: the base of an OpenAI-compatible API, such as http://localhost:8000/v1.", valueName: "url"))
  var endpoint: String?

  @Option(help: ArgumentHelp("The model's name, as the server knows it.", valueName: "name"))
  var model: String?

  @Option(
    help: ArgumentHelp("Write requests as batch files (OpenAI batch form) into this folder.", valueName: "dir"),
    transform: Folders.withoutSlash)
  var batch: String?

  @Option(
    name: .customLong("import"), parsing: .upToNextOption,
    help: ArgumentHelp("Read the answers of batch files back, in any order.", valueName: "files"))
  var imports: [String] = []

  @Option(help: "Requests per batch file.")
  var batchLines = 5000

  @Option(help: "Most tokens per answer.")
  var maxTokens = 2048

  @Option(help: "Sampling temperature.")
  var temperature = 0.7

  @Option(
    help: ArgumentHelp(
      "What the server calls the limit on an answer: max_completion_tokens or max_tokens.", valueName: "name"))
  var tokenLimitField = ModelOptions.LimitField.maxCompletionTokens

  @Flag(
    help: ArgumentHelp(
      "Send also documents in which sexual content meets minors. Do not use this.", visibility: .hidden))
  var sendDocumentsThatNeedAPersonToTheModel = false

  /// What tells documents that are not sent.
  ///
  /// - Parameter policy: one of the user's own, with more such rules.
  func people(_ policy: Policy = .default) -> [PersonGuard] {
    if sendDocumentsThatNeedAPersonToTheModel { return [] }
    return [PersonGuard(), PersonGuard(policy)]
  }

  /// - Throws: `ValidationError` unless exactly one way is chosen, with what it needs.
  func check() throws {
    let ways = [endpoint != nil, batch != nil, !imports.isEmpty].count { $0 }
    guard ways == 1 else {
      throw ValidationError(
        "choose one: --endpoint URL (live), --batch DIR (write requests), or --import FILE... (read answers)")
    }
    if imports.isEmpty, model == nil || model == "" { throw ValidationError("name the model with --model NAME") }
    guard (1...50_000).contains(batchLines) else { throw ValidationError("--batch-lines must be 1 to 50000") }
    guard (1...10_000_000).contains(maxTokens) else { throw ValidationError("--max-tokens must be 1 to 10000000") }
    guard (0...5).contains(temperature) else { throw ValidationError("--temperature must be 0 to 5") }
  }

  var modelOptions: ModelOptions {
    var options = ModelOptions(model: model ?? "", maxTokens: maxTokens, temperature: temperature)
    options.limitField = tokenLimitField
    return options
  }

  /// Asks, writes requests or reads answers, whichever was chosen.
  ///
  /// - Parameters:
  ///   - name: of the stage, as results call it.
  ///   - stop: told by a signal to end the work early.
  func carryOut<Stage: RequestStage>(
    _ engine: RequestEngine<Stage>, named name: String, live: ServerOptions, log: LogOptions,
    stop: SluicePipeline.Progress
  ) throws -> StageResult {
    var result = StageResult(stage: name)
    if let batch {
      var limits = BatchLimits()
      limits.lines = batchLines
      result.batch = try engine.writeBatches(
        to: batch, options: modelOptions, limits: limits, isStopping: { stop.isStopping })
    } else if let endpoint {
      result.live = try log.watch { progress in
        try engine.runLive(
          try live.settings(endpoint), options: modelOptions, progress: progress, isStopping: { stop.isStopping })
      }
    } else {
      result.imported = try engine.importAnswers(imports, isStopping: { stop.isStopping })
    }
    return result
  }
}
