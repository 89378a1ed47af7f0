internal import ArgumentParser
internal import SluiceCore
internal import SluiceIO
internal import SluiceMixing
internal import SluiceReport
internal import SluiceRun

struct TagCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tag",
    abstract: "Mark unsafe raw text with the harmfulness tag.",
    discussion: """
      Writes DIR/tagged/<queue>/...: the unsafe documents of the queues with the tag before words, each but the \
      first with a small probability. Taking the tag's occurrences out gives back every byte. Positions depend on \
      the seed and the document's key alone. Add the tag to the tokenizer as one special token (docs/mixing.md).

        sluice tag --run safe/
        sluice tag --run safe/ --min-score 3 --probability 0.1
        sluice tag --run safe/ --config my-tagging.yaml --replace

      Exits 2 if documents were left out because their text already holds the tag; they are listed in \
      tagged/manifest.json and kept below tagged-quarantine/.
      """)

  @Option(
    name: .customLong("run"), help: ArgumentHelp("Folder of a finished run.", valueName: "dir"),
    transform: Folders.withoutSlash)
  var folder: String

  @Option(help: ArgumentHelp("Settings (default: Config/tagging.yaml, inside the program).", valueName: "file"))
  var config: String?

  @Option(help: "Text of the tag.")
  var tag: String?

  @Option(help: "Chance of a tag before a word, 0 to 1.")
  var probability: Double?

  @Option(help: "Tag documents at or above this score, 0 to 5.")
  var minScore: Int?

  @Option(help: "Another seed tags other words.")
  var seed: UInt64?

  @Option(
    help: ArgumentHelp("For a text that holds the tag already: quarantine or escape.", valueName: "answer"),
    transform: Self.collision)
  var collision: TagSettings.Collision?

  @OptionGroup var jobs: JobsOption

  @Flag(help: "Tag anew, throwing away what was tagged with other settings.")
  var replace = false

  @Flag(help: "Tag what is committed, though shards of the run are missing.")
  var allowUnfinished = false

  @OptionGroup var log: LogOptions

  @Flag(help: "Print the manifest as JSON.")
  var json = false

  func validate() throws {
    if let probability, !(0...1).contains(probability) { throw ValidationError("--probability must be 0 to 1") }
    if let minScore, !(0...5).contains(minScore) { throw ValidationError("--min-score must be 0 to 5") }
    if let tag, let problem = TagSettings.problem(withTag: tag) { throw ValidationError("--tag: \(problem)") }
  }

  func run() throws {
    var settings = try config.map { try TagSettings.load(path: $0) } ?? .default
    if let tag { settings.tag = tag }
    if let probability { settings.probability = probability }
    if let minScore { settings.minScore = SafetyScore(rawValue: UInt8(minScore))! }
    if let seed { settings.seed = seed }
    if let collision { settings.collision = collision }
    var tagger = QueueTagger(
      source: try RunSource(run: folder), settings: settings, jobs: jobs.workers)
    tagger.allowsUnfinished = allowUnfinished
    tagger.replaces = replace
    let (manifest, wasThere) = try log.watch(tagger.progress) { try tagger.run() }
    try json ? Console.data(JSONOutput.render(manifest)) : Console.out(manifest.render(folder: folder, wasThere: wasThere))
    if manifest.quarantinedDocuments > 0 { throw ExitCode.incomplete }
  }

  private static func collision(_ argument: String) throws -> TagSettings.Collision {
    guard let answer = TagSettings.Collision(rawValue: argument) else {
      throw ValidationError("'\(argument)' is neither quarantine nor escape")
    }
    return answer
  }
}
