internal import ArgumentParser
internal import SluiceClassifier
internal import SluiceCore
internal import SluicePipeline

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Which policy and model, and how many threads.
struct ScoringOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Routing rules (default: those inside the program).", valueName: "file"))
  var policy: String?

  @Option(
    help: ArgumentHelp(
      "Classifier: a .safetensors file of `sluice train`, or a fastText .bin or .ftz (default: the one inside the program).",
      valueName: "file"))
  var model: String?

  @Option(name: .shortAndLong, help: "Worker threads (default: one a core).")
  var jobs: Int?

  func validate() throws {
    if let jobs, !(1...1024).contains(jobs) { throw ValidationError("--jobs must be 1 to 1024") }
  }

  func loadPolicy() throws -> Policy { try policy.map { try Policy.load(path: $0) } ?? .default }

  func loadModel(_ policy: Policy) throws -> any Scorer { try ModelLoader.load(model, policy: policy) }

  var workers: Int { jobs ?? Self.cores }

  static var cores: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}
