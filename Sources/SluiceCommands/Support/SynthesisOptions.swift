internal import ArgumentParser
internal import SluiceIO
package import SluiceSynthesis

extension LongText: ExpressibleByArgument {}
extension Speakers: ExpressibleByArgument {}
extension ModelOptions.LimitField: ExpressibleByArgument {}

/// What a stage of `synthesize` works on, and by what rules.
struct SynthesisOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Output folder of the run whose queue is read.", valueName: "dir"),
    transform: Folders.withoutSlash)
  var run: String

  @Option(
    help: ArgumentHelp(
      "Prompts that replace the built-in ones of the same name, and styles of your own.", valueName: "dir"),
    transform: Folders.withoutSlash)
  var prompts: String?

  @Option(help: "Decides the styles drawn, and with them the requests (default: 1).")
  var seed: UInt64?

  @Option(
    help: ArgumentHelp(
      "Documents longer than --max-words: split (parts, joined again), clip at a sentence end, or skip (default: clip).",
      valueName: "how"))
  var long: LongText?

  @Option(help: "Words of a document that a request takes (default: 1400).")
  var maxWords: Int?

  @Option(help: "Answers a document may have rejected, each in another style, before it is given up (default: 3).")
  var attempts: Int?

  @Option(help: "Highest score of an accepted text, 0 to 5 (default: 1).")
  var maxScore: Int?

  @Option(
    help: ArgumentHelp(
      "Classifier that scores the answers (default: the one inside the program).", valueName: "file"))
  var classifier: String?

  @Option(help: ArgumentHelp("A policy file that says what a fastText classifier's labels mean.", valueName: "file"))
  var policy: String?

  func validate() throws {
    if let maxWords, !(20...1_000_000).contains(maxWords) { throw ValidationError("--max-words must be 20 to 1000000") }
    if let attempts, !(1...100).contains(attempts) { throw ValidationError("--attempts must be 1 to 100") }
    if let maxScore, !(0...5).contains(maxScore) { throw ValidationError("--max-score must be 0 to 5") }
  }

  func choice(speakers: Speakers?) -> SettingsChoice {
    var choice = SettingsChoice()
    choice.seed = seed
    choice.long = long
    choice.maxWords = maxWords
    choice.attempts = attempts
    choice.maxScore = maxScore
    choice.speakers = speakers
    return choice
  }
}

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

  @Option(help: "Requests in a batch file.")
  var batchLines = 5000

  @Option(help: "Tokens an answer may have.")
  var maxTokens = 2048

  @Option(help: "Sampling temperature.")
  var temperature = 0.7

  @Option(
    help: ArgumentHelp(
      "What the server calls the limit on an answer: max_completion_tokens or max_tokens.", valueName: "name"))
  var tokenLimitField = ModelOptions.LimitField.maxCompletionTokens

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
}
