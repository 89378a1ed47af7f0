internal import ArgumentParser

/// `sluice ledger`: work on ledgers as a whole.
struct LedgerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger",
    abstract: "Join the ledgers of many tasks; export decisions.",
    discussion: """
      In a run on many machines, every task keeps its own ledger; merge joins them. Export writes decisions \
      for other programs.

        sluice ledger merge safe/
        sluice ledger export safe/ > decisions.jsonl
      """,
    subcommands: [LedgerMergeCommand.self, LedgerExportCommand.self])
}
