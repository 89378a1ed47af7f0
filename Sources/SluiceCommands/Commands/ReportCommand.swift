internal import ArgumentParser
internal import Foundation
internal import SluiceIO
internal import SluiceLedger
internal import SluicePipeline
internal import SluiceReport

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
    let sides = try inputs.map { try ComparedSide($0, options.rate) }
    var comparison = ReportComparison(sides[0].report, sides[1].report, names: inputs)
    if let a = sides[0].reader, let b = sides[1].reader { comparison.routes = try RouteChanges.find(a, b) }
    if let output {
      try Folders.create(output)
      try Folders.writeAtomically(Array(try JSONOutput.render(comparison).utf8), to: output + "/compare.json")
      try Folders.writeAtomically(Array(HTMLComparison(comparison).render().utf8), to: output + "/compare.html")
    }
    Console.out(
      try options.json
        ? JSONOutput.render(comparison) : TerminalComparison(comparison, paint: Console.paint).render())
  }
}

/// One side of a comparison: a run, or a report that was written down.
private struct ComparedSide {
  var report: CorpusReport
  /// Only of a run.
  var reader: LedgerReader?

  struct Unreadable: Error, CustomStringConvertible {
    var description: String
  }

  init(_ path: String, _ rate: SynthesisRate) throws {
    if Folders.exists(Ledger.path(in: path)) || Folders.exists(RunDivision.path(in: path)) {
      let ledger = try LedgerReport(folder: path)
      report = try ledger.make(rate, showText: false)
      reader = ledger.reader
      return
    }
    let file = path.hasSuffix(".json") ? path : path + "/report.json"
    guard Folders.exists(file) else {
      throw Unreadable(description: "\(path): neither a run's folder nor a report (there is no ledger and no \(file))")
    }
    let bytes = try SmallFile.bytes(of: file, limit: 1 << 30)
    do {
      report = try JSONDecoder().decode(CorpusReport.self, from: Data(bytes))
    } catch {
      throw Unreadable(description: "\(file): not a report this version reads")
    }
    guard report.format == CorpusReport.currentFormat else {
      throw Unreadable(
        description: "\(file): report format \(report.format), this version reads \(CorpusReport.currentFormat)")
    }
  }
}
