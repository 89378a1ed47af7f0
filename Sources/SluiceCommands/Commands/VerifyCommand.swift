internal import ArgumentParser
internal import SluiceLedger

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check a run's files against its ledger, and the ledger against its hash chain.",
    discussion: """
      Recomputes the digest and counts the lines of every output, and recomputes every committed shard's entry \
      of the hash chain from the ledger's rows. Names each file or shard that is not as it was committed.

        sluice verify safe/
      """)

  @Argument(help: ArgumentHelp("Folder of the run.", valueName: "dir"))
  var folder: String

  @Flag(help: "Print the findings as JSON.")
  var json = false

  func run() throws {
    let findings = try RunVerifier(folder: folder).verify()
    Console.out(try json ? JSONOutput.render(findings) : findings.render())
    if !findings.differences.isEmpty { throw ExitCode.failure }
  }
}
