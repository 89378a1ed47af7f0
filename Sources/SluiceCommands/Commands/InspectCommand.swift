internal import ArgumentParser
internal import SluiceClassifier
internal import SluiceReport

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Describe a model file.",
    discussion: """
      For a native model: its metadata and tensors. For a fastText model: how it was trained, its labels and its \
      sizes. For both: the SHA-256 that runs and ledgers are bound to. The file is checked in full.

        sluice inspect
        sluice inspect mine.safetensors
        sluice inspect toxicity.ftz --json | jq -r '.labels[]'
      """)

  @Argument(
    help: ArgumentHelp(
      "A .safetensors model of `sluice train`, or a fastText .bin or .ftz (default: the built-in model).",
      valueName: "model"))
  var model: String?

  @Flag(help: "Print the description as JSON.")
  var json = false

  func run() throws {
    let description = try ModelKinds.open(path: model).description
    try json ? Console.data(JSONOutput.render(description.json)) : Console.out(description.render())
  }
}
