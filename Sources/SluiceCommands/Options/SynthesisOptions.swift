internal import ArgumentParser
internal import SluiceIO
package import SluiceSynthesis

extension LongText: ExpressibleByArgument {}
extension Speakers: ExpressibleByArgument {}

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

  @Option(help: "Seed for the choice of styles, and so of the requests (default: 1).")
  var seed: UInt64?

  @Option(
    help: ArgumentHelp(
      "Documents longer than --max-words: split (parts, joined again), clip at a sentence end, or skip (default: clip).",
      valueName: "how"))
  var long: LongText?

  @Option(help: "Words of a document per request (default: 1400).")
  var maxWords: Int?

  @Option(help: "Rejected answers, each in another style, before a document is given up (default: 3).")
  var attempts: Int?

  @Option(help: "Highest score of an accepted text, 0 to 5 (default: 1).")
  var maxScore: Int?

  @Option(
    help: ArgumentHelp(
      "Classifier that scores the answers (default: the built-in one).", valueName: "file"))
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
