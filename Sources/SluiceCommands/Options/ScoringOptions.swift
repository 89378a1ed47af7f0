internal import ArgumentParser
internal import SluiceClassifier
internal import SluiceCore
internal import SluicePipeline

/// Which policy and model, and how many threads.
struct ScoringOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Routing rules (default: the built-in ones).", valueName: "file"))
  var policy: String?

  @Option(
    help: ArgumentHelp(
      "Classifier: a .safetensors file of `sluice train`, or a fastText .bin or .ftz (default: the built-in one).",
      valueName: "file"))
  var model: String?

  @OptionGroup var jobs: JobsOption

  func loadPolicy() throws -> Policy { try policy.map { try Policy.load(path: $0) } ?? .default }

  func loadModel(_ policy: Policy) throws -> any Scorer { try ModelLoader.load(model, policy: policy) }

  var workers: Int { jobs.workers }
}
