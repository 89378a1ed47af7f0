internal import ArgumentParser
internal import SluiceCore
internal import SluiceIO
internal import SluiceLedger
internal import SluiceReport

struct LedgerMergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Join the ledgers of a run's tasks into one.",
    discussion: """
      For runs with --shard-index and --shard-count. Joins DIR/ledger-parts/ into DIR/ledger.sqlite, with the \
      decisions and totals of a run by one task, and writes _SUCCESS. Every task's hash chain is verified, and \
      one more hash covers the ends of all chains. Merging again does nothing.

      Refuses, changing nothing, if a shard is missing, unfinished or in two ledgers, or a ledger was edited, and \
      names the shards. Exits 2 if shards have failed: run their tasks again, then merge again.

        sluice ledger merge safe/
        sluice ledger merge safe/ --json | jq -r .head
      """)

  @Argument(help: ArgumentHelp("Folder of the run.", valueName: "dir"), transform: Folders.withoutSlash)
  var folder: String

  @Flag(help: "Print the counts as JSON.")
  var json = false

  private struct Merged: Codable {
    var folder: String
    var isNew: Bool
    var tasks: Int
    var shards: Int
    var decisions: Int
    /// End of the chain over the tasks' chains; keep it elsewhere to notice a ledger replaced as a whole.
    var head: String
    var failedShards: [String]
  }

  func run() throws {
    let merge = try LedgerMerge(folder: folder)
    let lock = try FolderLock(folder: folder)
    let outcome = try merge.merge()
    if outcome.failed.isEmpty { try RunFolder.writeSuccess(folder) }
    withExtendedLifetime(lock) {}
    let merged = Merged(
      folder: folder, isNew: outcome.isNew, tasks: outcome.tasks, shards: outcome.shards,
      decisions: outcome.decisions, head: outcome.head, failedShards: outcome.failed)
    Console.out(try json ? JSONOutput.render(merged) : Self.render(merged))
    if !outcome.failed.isEmpty { throw ExitCode.incomplete }
  }

  private static func render(_ merged: Merged) -> String {
    let counts =
      "the ledgers of \(merged.tasks.counted("task")): \(merged.shards.counted("shard")), "
      + "\(merged.decisions.counted("decision"))"
    return "\(merged.folder): \(merged.isNew ? "joined" : "nothing to do, joined before:") \(counts)\n"
      + "chain head \(merged.head)\n"
      + merged.failedShards.map { "  failed \($0)\n" }.joined()
  }
}
