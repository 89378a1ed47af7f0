internal import SluiceCore

extension HTMLReport {
  /// Lines that could not be decided, and shards that could not be read.
  var quarantine: Markup {
    guard !report.quarantine.isEmpty || !report.failedShards.isEmpty else { return .empty }
    let table = HTMLTable(report.quarantineTable, id: "quarantine", classes: "wide")
    let failed = report.failedShards.prefix(20).map { "<li>\(Markup.name($0.error, limit: 300))</li>\n" as Markup }
    let list: Markup =
      failed.isEmpty ? .empty : "<h3>Shards that could not be read</h3><ul id=\"failed\">\(failed.joined())</ul>"
    return Self.section(
      "Set aside", "Lines that could not be decided are neither kept nor dropped: they wait in quarantine.",
      (table.isEmpty ? .empty : table.markup) + list)
  }

  /// Shards that stand out, then the largest.
  var shards: Markup {
    guard report.shards.count > 1 else { return .empty }
    let table = HTMLTable(report.shardTable, id: "shards", classes: "sortable wide")
    let marked = report.shards.count { !$0.remarks.isEmpty }
    let found =
      marked == 0
      ? "None stands out."
      : "\(Numbers.count(marked)) of \(Numbers.count(report.shards.count)) stand out; they come first."
    let more = report.shards.count - table.rowCount
    return Self.section(
      "By shard", "\(found)\(more > 0 ? " \(Numbers.count(more)) more are in report.json." : "")", table.markup)
  }
}
