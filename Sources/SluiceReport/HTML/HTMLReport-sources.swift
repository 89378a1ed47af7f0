extension HTMLReport {
  /// The largest sources.
  var sources: Markup {
    let table = HTMLTable(report.sourceTable, id: "sources", classes: "sortable wide")
    guard !table.isEmpty else { return .empty }
    let more = report.sources.count - table.rowCount
    return Self.section(
      "By source",
      more > 0
        ? "The \(table.rowCount) largest; \(Numbers.count(more)) more are in report.json." : "Largest first.",
      "\(Charts.key)\n\(table.markup)")
  }
}
