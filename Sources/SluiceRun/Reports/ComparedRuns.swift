internal import Foundation
internal import SluiceCore
internal import SluiceIO
internal import SluiceLedger
package import SluiceReport

/// Two runs, or scans, side by side: what moved between their reports and, between two runs of the same documents,
/// which of them changed their route.
package enum ComparedRuns {
  package struct Unreadable: Error, CustomStringConvertible {
    package var description: String
  }

  /// - Parameters:
  ///   - first: the folder of a run, a folder that `scan --report` wrote, or a report.json; so is `second`.
  ///   - rate: what synthesis costs.
  package static func compare(_ first: String, _ second: String, _ rate: SynthesisRate) throws -> ReportComparison {
    let (a, b) = (try Side(first, rate), try Side(second, rate))
    var comparison = ReportComparison(a.report, b.report, names: [first, second])
    if let a = a.reader, let b = b.reader { comparison.routes = try RouteChanges.find(a, b) }
    return comparison
  }
}

/// One side of a comparison: a run, or a report that was written down.
private struct Side {
  var report: CorpusReport
  /// Of a run only.
  var reader: LedgerReader?

  init(_ path: String, _ rate: SynthesisRate) throws {
    if Folders.exists(Ledger.path(in: path)) || Folders.exists(RunDivision.path(in: path)) {
      let ledger = try LedgerReader(folder: path)
      report = try LedgerReport(folder: path, reader: ledger).make(rate)
      reader = ledger
      return
    }
    let file = Name(path).hasSuffix(".json") ? path : path + "/report.json"
    guard Folders.exists(file) else {
      throw ComparedRuns.Unreadable(
        description: "\(path.shown): neither a run's folder nor a report (there is no ledger and no \(file))")
    }
    let bytes = try SmallFile.bytes(of: file, limit: 1 << 30)
    do {
      report = try JSONDecoder().decode(CorpusReport.self, from: Data(bytes))
    } catch {
      throw ComparedRuns.Unreadable(description: "\(file.shown): not a report this version reads")
    }
    guard report.isSound else {
      throw ComparedRuns.Unreadable(description: "\(file): holds numbers that no report has; make it again")
    }
    guard report.format == CorpusReport.currentFormat else {
      throw ComparedRuns.Unreadable(
        description: "\(file.shown): report format \(report.format), this version reads \(CorpusReport.currentFormat)")
    }
  }
}
