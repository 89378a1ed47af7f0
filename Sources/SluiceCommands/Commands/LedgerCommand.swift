internal import ArgumentParser

/// `sluice ledger`: work on ledgers as a whole.
struct LedgerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger",
    abstract: "Join the ledgers of many tasks; export decisions.",
    discussion: """
      Every task of a run on many machines keeps a ledger of its own; merge makes them one. Export writes decisions \
      for other programs.

        sluice ledger merge safe/
        sluice ledger export safe/ > decisions.jsonl
      """,
    subcommands: [LedgerMergeCommand.self, LedgerExportCommand.self])
}
