internal import ArgumentParser
internal import SluiceIO

/// How often a model is asked, and in what words.
struct VoteOptions: ParsableArguments {
  @Option(help: "Judgements per document; the middle level counts.")
  var votes = 1

  @Option(help: "Number of words to judge; the label does not cover the rest of the document.")
  var maxWords = 1400

  @Option(help: "Seed of the marks around the document, and so of the requests.")
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp("Prompts that replace the built-in annotate.md and annotate-repair.md.", valueName: "dir"),
    transform: Folders.withoutSlash)
  var prompts: String?

  func validate() throws {
    guard (1...99).contains(votes) else { throw ValidationError("--votes must be 1 to 99") }
    guard (20...1_000_000).contains(maxWords) else { throw ValidationError("--max-words must be 20 to 1000000") }
  }
}
