internal import ArgumentParser
internal import SluiceIO
internal import SluicePipeline
internal import SluiceReport
internal import SluiceRun

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Show what a run found, or compare two runs or scans.",
    discussion: """
      Makes the report of `scan` from a run's ledger, without scoring anything again. With two arguments, each \
      the folder of a run, a folder that `scan --report` wrote, or a report.json, it shows what moved between \
      them; between two runs of the same documents also which changed their route.

        sluice report safe/ --output card/
        sluice report safe/ --csv sources > sources.csv
        sluice report old/ new/ --output moved/
      """)

  @Argument(
    help: ArgumentHelp("Folder of a run (or two folders or report.json files to compare).", valueName: "dir"),
    transform: Folders.withoutSlash)
  var inputs: [String]

  @OptionGroup var options: ReportOptions

  @Option(
    help: ArgumentHelp(
      "The run's policy, to show what its neighbours would do (not needed for the built-in one).", valueName: "file"))
  var policy: String?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Also write report.html and report.json (or compare.html and compare.json) here.", valueName: "dir"),
    transform: Folders.withoutSlash)
  var output: String?

  func validate() throws {
    guard (1...2).contains(inputs.count) else { throw ValidationError("name one run, or two to compare") }
    if inputs.count == 2, options.showText || options.csv != nil || policy != nil {
      throw ValidationError("--show-text, --csv and --policy belong to the report of one run")
    }
  }

  func run() throws {
    if inputs.count == 2 { return try compare() }
    let report = try LedgerReport(folder: inputs[0]).make(
      options.rate, showText: options.showText, policy: try policy.map { try Policy.load(path: $0) })
    try options.show(report, folder: output)
  }

  private func compare() throws {
    let comparison = try ComparedRuns.compare(inputs[0], inputs[1], options.rate)
    if let output { try ReportFiles.write(comparison, to: output) }
    try options.json
      ? Console.data(JSONOutput.render(comparison))
      : Console.out(TerminalComparison(comparison, paint: Console.paint).render())
  }
}
