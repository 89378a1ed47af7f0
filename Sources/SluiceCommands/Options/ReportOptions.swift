internal import ArgumentParser
internal import SluiceReport
internal import SluiceRun

/// What a report shows and in which form it is printed; the same for `scan` and `report`.
struct ReportOptions: ParsableArguments {
  @Flag(help: "Show the text of examples in the files, masked until you point at it.")
  var showText = false

  @Flag(help: "Show the text of examples unmasked.")
  var unmask = false

  @Option(help: ArgumentHelp("Price of a million LLM tokens, for the estimate of synthesis.", valueName: "price"))
  var pricePerMillionTokens: Double?

  @Option(help: ArgumentHelp("LLM tokens per second, for the estimate of synthesis.", valueName: "rate"))
  var tokensPerSecond: Double?

  @Option(
    help: ArgumentHelp("Print one table as CSV: \(ReportTable.Name.list).", valueName: "table"),
    transform: ReportTable.Name.parse)
  var csv: ReportTable.Name?

  @Flag(help: "Print the report as JSON.")
  var json = false

  func validate() throws {
    guard !(json && csv != nil) else { throw ValidationError("--json and --csv exclude each other") }
    guard !unmask || showText else { throw ValidationError("--unmask needs --show-text") }
    if let pricePerMillionTokens, !(pricePerMillionTokens >= 0 && pricePerMillionTokens < 1e9) {
      throw ValidationError("--price-per-million-tokens must be 0 or more")
    }
    if let tokensPerSecond, !(tokensPerSecond >= 1e-6 && tokensPerSecond < 1e12) {
      throw ValidationError("--tokens-per-second must be 0.000001 or more")
    }
  }

  var rate: SynthesisRate {
    SynthesisRate(pricePerMillionTokens: pricePerMillionTokens, tokensPerSecond: tokensPerSecond)
  }

  /// Writes report.html and report.json to a folder, if one is named, and prints the report.
  func show(_ report: CorpusReport, folder: String?) throws {
    if let folder { try ReportFiles.write(report, to: folder, masksText: !unmask) }
    if json { return Console.data(try JSONOutput.render(report)) }
    if let csv { return Console.data(report.table(csv).csv) }
    Console.out(TerminalReport(report, paint: Console.paint).render())
    if let folder { Console.out("Report: \(folder)/report.html\n") }
  }
}

extension ReportTable.Name {
  static var list: String { allCases.map(\.rawValue).joined(separator: ", ") }

  static func parse(_ argument: String) throws -> Self {
    guard let name = Self(rawValue: argument) else {
      throw ValidationError("--csv: no table is called '\(argument)'; there are \(list)")
    }
    return name
  }
}
