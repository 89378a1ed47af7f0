internal import ArgumentParser
internal import SluiceIO
internal import SluiceLedger
internal import SluiceReport
internal import SluiceRun

struct LedgerMergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Join the ledgers of a run's tasks into one.",
    discussion: """
      For runs with --shard-index and --shard-count. Joins DIR/ledger-parts/ into DIR/ledger.sqlite, with the \
      decisions and totals of a run by one task, and writes _SUCCESS. Every task's hash chain is verified, and \
      one more hash covers the ends of all chains. Merging again does nothing.

      Refuses, changing nothing, if a shard is missing, unfinished or in two ledgers, or a ledger was edited, and \
      names the shards. Exits 2 if shards have failed: run their tasks again, then merge again. Also exits 2 if the \
      tasks met files that are not read, as they did.

        sluice ledger merge safe/
        sluice ledger merge safe/ --json | jq -r .head
      """)

  @Argument(help: ArgumentHelp("Folder of the run.", valueName: "dir"), transform: Folders.withoutSlash)
  var folder: String

  @Flag(help: "Print the counts as JSON.")
  var json = false

  @Flag(help: "Do not exit with 2 because of files in the input folders that are not read.")
  var ignoreOtherFiles = false

  func run() throws {
    let outcome = try TaskDivision.join(folder)
    let others = try LedgerReader(folder: folder).otherFiles()
    let summary = MergeSummary(folder: folder, outcome: outcome, others: others)
    try json ? Console.data(JSONOutput.render(summary)) : Console.out(summary.render())
    let counting = ignoreOtherFiles ? others.unreadable : others.missing
    if !outcome.failed.isEmpty || !counting.isEmpty { throw ExitCode.incomplete }
  }
}
