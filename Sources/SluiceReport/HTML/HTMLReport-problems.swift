internal import SluiceCore

extension HTMLReport {
  private static let shardsShown = 50

  /// Lines that could not be decided, and shards that could not be read.
  var quarantine: Markup {
    guard !report.quarantine.isEmpty || !report.failedShards.isEmpty else { return .empty }
    let rows = report.quarantine.map { row in
      let places = row.examples.prefix(3).enumerated().map { index, place in
        (index == 0 ? .empty : ", ") + Markup.name(place, limit: 60)
      }
      return """
        <tr><td class="text"><span class="id">\(row.reason.rawValue)</span></td>\(Self.count(row.lines))\
        <td class="text wrap">\(row.explanation)</td><td class="text wrap">\(places)</td></tr>

        """ as Markup
    }
    let table: Markup =
      rows.isEmpty
      ? .empty
      : """
      <div class="scroll"><table class="wide" id="quarantine">
      <thead><tr><th>Reason</th><th>Lines</th><th class="text">What it means</th><th class="text">Such as (shard#line)</th></tr></thead>
      <tbody>
      \(rows)</tbody></table></div>
      """
    let failed = report.failedShards.prefix(20).map { "<li>\(Markup.name($0.error, limit: 300))</li>\n" as Markup }
    let list: Markup =
      failed.isEmpty ? .empty : "<h3>Shards that could not be read</h3><ul id=\"failed\">\(failed.joined())</ul>"
    return Self.section(
      "Set aside", "Never kept, never dropped: lines that could not be decided wait in quarantine.", table + list)
  }

  /// Shards that stand out, else the largest.
  var shards: Markup {
    guard report.shards.count > 1 else { return .empty }
    let marked = report.shards.filter { !$0.remarks.isEmpty }
    let others = report.shards.filter { $0.remarks.isEmpty }.sorted { $0.amount.documents > $1.amount.documents }
    let shown = (marked + others).prefix(Self.shardsShown)
    let rows = shown.map { shard in
      let all = shard.amount.documents
      return """
        <tr><td>\(Markup.name(shard.shard, limit: 60))</td>\(Self.count(all))<td class="grow">\(Charts.stack(shard.levels))</td>\
        \(Self.share(all - shard.levels[0], of: all))\(Self.share(shard.levels[4...].reduce(0, +), of: all))\
        \(Self.count(shard.quarantined))<td class="text wrap">\(Printable.line(shard.remarks.joined(separator: "; "), limit: 300))</td></tr>

        """ as Markup
    }
    let found =
      marked.isEmpty
      ? "None stands out."
      : "\(Numbers.count(marked.count)) of \(Numbers.count(report.shards.count)) stand out; they come first."
    let more = report.shards.count - shown.count
    return Self.section(
      "By shard", "\(found)\(more > 0 ? " \(Numbers.count(more)) more are in report.json." : "")",
      """
      <div class="scroll"><table class="sortable wide" id="shards">
      <thead><tr><th>Shard</th><th>Documents</th><th class="text grow">Scores 0 to 5</th><th>1 to 5</th><th>4 and 5</th><th>Quarantined</th><th class="text">Remarks</th></tr></thead>
      <tbody>
      \(rows)</tbody></table></div>
      """)
  }
}
