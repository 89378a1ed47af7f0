internal import SluiceIO
package import SluiceReport

/// The files of a report in the folder that was named for it.
package enum ReportFiles {
  /// Writes report.html and report.json.
  package static func write(_ report: CorpusReport, to folder: String, masksText: Bool) throws {
    try write(
      "report", json: try JSONOutput.render(report), page: HTMLReport(report, masksText: masksText).render(),
      to: folder)
  }

  /// Writes compare.html and compare.json.
  package static func write(_ comparison: ReportComparison, to folder: String) throws {
    try write(
      "compare", json: try JSONOutput.render(comparison), page: HTMLComparison(comparison).render(), to: folder)
  }

  private static func write(_ name: String, json: String, page: String, to folder: String) throws {
    try Folders.create(folder)
    try Folders.writeAtomically(Array(json.utf8), to: "\(folder)/\(name).json")
    try Folders.writeAtomically(Array(page.utf8), to: "\(folder)/\(name).html")
  }
}
