/// One table of a report, for CSV.
package struct ReportTable: Sendable {
  package enum Name: String, CaseIterable, Sendable {
    case levels, categories, sources, stances, lengths, confidence, thresholds, routes, terms, quarantine, shards
    case examples
  }

  package var columns: [String]
  package var rows: [[String]]

  init(_ columns: [String], _ rows: [[String]]) {
    self.columns = columns
    self.rows = rows
  }

  /// RFC 4180 with line feeds. A text that a spreadsheet would run as a formula gets a `'` in front.
  package var csv: String {
    ([columns] + rows).map { $0.map(Self.cell).joined(separator: ",") + "\n" }.joined()
  }

  private static func cell(_ text: String) -> String {
    var text = text
    if let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first), Double(text) == nil {
      text = "'" + text
    }
    guard text.utf8.contains(where: { [0x22, 0x2c, 0x0a, 0x0d].contains($0) }) else { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { quoted += "\"" }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }
}
