internal import ArgumentParser
internal import SluiceIO
internal import SluiceMixing
internal import SluiceReport
internal import SluiceRun

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explain why a document was routed as it was.",
    discussion: """
      A document is named by its key (shard#line, lines count from 1) or by its id; for an id that several documents \
      share, all of them are explained. A tagged or synthetic document is named by its id or its place below the \
      folder; in the folder of a mix, a document by its place, its id or its original's key. Its story goes back to \
      the original's shard and line.

        sluice explain safe/ a/x.jsonl.gz#17
        sluice explain safe/ doc-00042 --json
        sluice explain safe/ doc-00042 --show-text
        sluice explain safe/ synthetic/refusals/x.jsonl.zst#3
        sluice explain mix/ documents/part-00000.jsonl.zst#12
      """)

  @Argument(help: ArgumentHelp("Folder of a run or a mix.", valueName: "dir"), transform: Folders.withoutSlash)
  var folder: String

  @Argument(help: ArgumentHelp("Key (shard#line), id or place of a document.", valueName: "document"))
  var document: String

  @Flag(
    help: "Also show the text that drove the score, read again from the input shard, and the words that weighed most."
  )
  var showText = false

  @Option(
    help: ArgumentHelp(
      "The run's native model; with --show-text it tells which words weighed most (default: the built-in one).",
      valueName: "file"))
  var model: String?

  @Flag(help: "Print the decisions as JSON.")
  var json = false

  func run() throws {
    var options = RunExplainer.Options()
    options.showsText = showText
    options.model = model
    let explanations = try StoryFinder(folder: folder, options: options).find(document)
    try json
      ? Console.data(JSONOutput.render(explanations))
      : Console.out(explanations.map { $0.render() }.joined(separator: "\n"))
  }
}
