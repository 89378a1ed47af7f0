internal import ArgumentParser
internal import SluiceIO
internal import SluiceLedger
internal import SluiceMixing
internal import SluiceReport
internal import SluiceRun

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check a run's files against its ledger, and the ledger against its hash chain; or a mix.",
    discussion: """
      Recomputes the digest, the lines and the row order of every output and every committed shard's entry of \
      the hash chain, and looks for files that no shard has written. Names each file or shard that is not as it \
      was committed, and exits 1. Tagged documents are tagged again and compared; mixes that were made from the \
      run, or a mix named instead of a run, are compared with their manifests.

        sluice verify safe/
        sluice verify safe/ --inputs                     also: every input line is in exactly one lane
        sluice verify safe/ --manifest shards.csv        also: rows, bytes and sha256 of the inputs
        sluice verify safe/ --manifest-out safe.csv      write them, of inputs and outputs
        sluice verify mix/                               a training set
      """)

  @Argument(help: ArgumentHelp("Folder of a run or a mix.", valueName: "dir"), transform: Folders.withoutSlash)
  var folder: String

  @Flag(help: "Read the input shards again and find each line in its lane.")
  var inputs = false

  @Option(help: "Compare with this list of path,rows,bytes,sha256.")
  var manifest: String?

  @Option(
    help: ArgumentHelp(
      "Write path,rows,bytes,sha256 of all inputs and outputs, if nothing differs.", valueName: "file"))
  var manifestOut: String?

  @Flag(help: "Print the findings as JSON.")
  var json = false

  func run() throws {
    let findings = try findings()
    try json ? Console.data(JSONOutput.render(findings)) : Console.out(findings.render())
    guard findings.differences.isEmpty else { throw ExitCode.failure }
    if let manifestOut {
      try RunManifest(folder: folder, reader: LedgerReader(folder: folder)).write(to: manifestOut)
    }
  }

  private func findings() throws -> VerifyFindings {
    let made = MadeCheck(jobs: JobsOption.cores)
    guard MixManifest.isMix(folder) else {
      var verifier = RunVerifier(folder: folder)
      verifier.readsInputs = inputs
      verifier.manifest = manifest
      return try verifier.verify { try made.check(run: folder, $0, into: &$1) }
    }
    guard !inputs, manifest == nil, manifestOut == nil else {
      throw ValidationError("\(folder) is a mix: --inputs and --manifest belong to runs")
    }
    var findings = VerifyFindings(folder: folder)
    try made.check(mix: folder, into: &findings)
    return findings
  }
}
