internal import ArgumentParser
internal import SluiceCore
internal import SluiceIO
internal import SluiceLedger
internal import SluiceRun

struct LedgerExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Print decisions as JSON Lines or CSV.",
    discussion: """
      One row per decision, by shard and line, with the columns of the ledger (docs/ledger.md). Repeat a filter to \
      match any of its values; different filters must all match. Kept documents have no decision in a run with \
      --ledger routed. Works on a merged ledger and on tasks' ledgers alike.

        sluice ledger export safe/ > decisions.jsonl
        sluice ledger export safe/ --format csv --route drop --score 4-5
        sluice ledger export safe/ --source web --source forum | jq -r .document_id
      """)

  @Argument(help: ArgumentHelp("Folder of the run.", valueName: "dir"), transform: Folders.withoutSlash)
  var folder: String

  @Option(help: "Row format: jsonl or csv.")
  var format = DecisionExport.Format.jsonl

  @Option(
    help: ArgumentHelp(
      "Only documents with this route (keep, recontextualize, refusal, drop); may be repeated.", valueName: "route"),
    transform: Self.route)
  var route: [Route] = []

  @Option(help: ArgumentHelp("Only this score, or a range such as 3-5; may be repeated.", valueName: "score"))
  var score: [ScoreRange] = []

  @Option(help: ArgumentHelp("Only documents of this source; may be repeated.", valueName: "name"))
  var source: [String] = []

  func run() throws {
    let filter = DecisionFilter(
      routes: Set(route), scores: Set(score.flatMap(\.scores)), sources: Set(source.map { Name($0) }))
    try DecisionExport(format: format, to: Console.data).export(LedgerReader(folder: folder), where: filter)
  }

  private static func route(_ argument: String) throws -> Route {
    guard let route = Route(rawValue: argument) else {
      throw ValidationError("--route: '\(argument)' is not keep, recontextualize, refusal or drop")
    }
    return route
  }
}
