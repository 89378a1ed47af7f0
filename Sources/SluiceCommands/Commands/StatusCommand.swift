internal import ArgumentParser
internal import SluiceIO
internal import SluiceLedger
internal import SluiceReport
internal import SluiceRun

struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show the progress of a run.",
    discussion: """
      Reads the ledger only, also while a run is writing it. Counts what is committed or checkpointed.

        sluice status safe/
        watch sluice status safe/
        sluice status safe/ --json | jq .routes
      """)

  @Argument(help: ArgumentHelp("Folder of the run.", valueName: "dir"), transform: Folders.withoutSlash)
  var folder: String

  @Flag(help: "Print the counts as JSON.")
  var json = false

  func run() throws {
    let summary = try RunSummary(folder: folder, reader: LedgerReader(folder: folder))
    try json ? Console.data(JSONOutput.render(summary)) : Console.out(summary.render())
  }
}
