internal import ArgumentParser

/// `sluice ledger`: what is done with ledgers as a whole.
struct LedgerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger",
    abstract: "Join the ledgers of many tasks; export decisions.",
    subcommands: [LedgerMergeCommand.self, LedgerExportCommand.self])
}
