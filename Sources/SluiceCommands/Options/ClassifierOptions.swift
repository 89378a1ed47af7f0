internal import ArgumentParser
internal import SluiceCore
internal import SluicePipeline

/// Which classifier, what its labels mean, and how many threads: for commands that score but do not route.
struct ClassifierOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Classifier: a .safetensors file of `sluice train`, or a fastText .bin or .ftz (default: the built-in one).",
      valueName: "file"))
  var model: String?

  @Option(
    help: ArgumentHelp(
      "A policy file: its labels say what a fastText model's labels mean, its thresholds replace the model's. Its rules do not matter here.",
      valueName: "file"))
  var policy: String?

  @OptionGroup var jobs: JobsOption

  func loadPolicy() throws -> Policy { try policy.map { try Policy.load(path: $0) } ?? .default }

  var workers: Int { jobs.workers }
}
