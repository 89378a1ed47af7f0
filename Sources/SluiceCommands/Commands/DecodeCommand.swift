internal import ArgumentParser
internal import Foundation
internal import SluiceDecoding
internal import SluiceMixing
internal import SluiceReport

struct DecodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decode",
    abstract: "Generate text with Safe Beam Search from a completion server.",
    discussion: """
      Asks an OpenAI-style /v1/completions endpoint that returns top log-probabilities (llama.cpp's server, vLLM) \
      for continuations, looks one token ahead at the chance of the harmfulness tag, and turns away from what the \
      model would mark. The prompt is the argument, or standard input for -. How it works: \
      docs/decoding.md.

        sluice decode --endpoint http://localhost:8000/v1 --model m "The river"
        sluice decode --endpoint http://localhost:8000/v1 --beams 8 --proposals 16 --json - < prompt.txt
      """)

  @Argument(help: "Text to continue; - reads standard input.")
  var prompt: String

  @Option(help: ArgumentHelp("Where the server is, up to /v1.", valueName: "url"))
  var endpoint: String

  @Option(help: "Model to ask for.")
  var model = "default"

  @OptionGroup var key: KeyOptions

  @Option(help: "The tag, one token of the model.")
  var tag = TagSettings.default.tag

  @Option(help: "Sequences kept after each step.")
  var beams = 4

  @Option(help: "Tokens each sequence proposes.")
  var proposals = 8

  @Option(help: "Share of candidates discarded for their tag probability.")
  var discard = 0.5

  @Option(help: "Most tokens to generate.")
  var maxTokens = 128

  @Option(help: "Log-probabilities to ask for; the tag is found only among them.")
  var logprobs = 50

  @Flag(inversion: .prefixedNo, help: "Stop when every sequence would continue with the tag.")
  var stopOnTag = true

  @Flag(help: "Print all hypotheses with their numbers as JSON.")
  var json = false

  func validate() throws {
    for (name, value) in [("--beams", beams), ("--proposals", proposals), ("--logprobs", logprobs)]
    where !(1...10_000).contains(value) {
      throw ValidationError("\(name) must be 1 to 10000")
    }
    guard (1...10_000_000).contains(maxTokens) else { throw ValidationError("--max-tokens must be 1 to 10000000") }
    try EndpointCheck.check(endpoint)
    guard (0..<1).contains(discard) else { throw ValidationError("--discard must be from 0 to below 1") }
  }

  private struct Generated: Encodable {
    var text: String
    var logProbability: Double
    var tagProbabilities: [Double]
    var ending: String
  }

  func run() throws {
    let key = try key.key()
    let text =
      prompt == "-" ? String(decoding: FileHandle.standardInput.readDataToEndOfFile(), as: UTF8.self) : prompt
    var parameters = SafeBeamSearch<CompletionModel>.Parameters()
    parameters.beams = beams
    parameters.proposals = proposals
    parameters.discard = discard
    parameters.maxTokens = maxTokens
    parameters.stopsOnTag = stopOnTag
    let server = try CompletionModel(endpoint: endpoint, model: model, key: key, logprobs: max(logprobs, proposals + 1))
    let found = try SafeBeamSearch(server, tag: tag, parameters: parameters).generate(after: [text])
    guard json else { return Console.data((found.first?.tokens.joined() ?? "") + "\n") }
    Console.data(
      try JSONOutput.render(
        found.map {
          Generated(
            text: $0.tokens.joined(), logProbability: $0.logProbability, tagProbabilities: $0.tagProbabilities,
            ending: $0.ending.rawValue)
        }))
  }
}
