extension HTMLReport {
  private static let sourcesShown = 50

  /// The largest sources.
  var sources: Markup {
    guard report.sources.contains(where: { $0.source != nil }) else { return .empty }
    let rows = report.sources.prefix(Self.sourcesShown).map { source in
      let all = source.amount.documents
      let name = source.source.map { Markup.name($0, limit: 50) } ?? "<em>no source</em>"
      return """
        <tr><td>\(name)</td>\(Self.count(all))\(Self.count(source.amount.words))<td class="grow">\(Charts.stack(source.levels))</td>\
        \(Self.share(all - source.levels[0], of: all))\(Self.share(source.levels[3...].reduce(0, +), of: all))\
        \(Self.share(source.levels[4...].reduce(0, +), of: all))</tr>

        """ as Markup
    }
    let more = report.sources.count - Self.sourcesShown
    return Self.section(
      "By source",
      more > 0
        ? "The \(Self.sourcesShown) largest; \(Numbers.count(more)) more are in report.json." : "Largest first.",
      """
      \(Charts.key)
      <div class="scroll"><table class="sortable wide" id="sources">
      <thead><tr><th>Source</th><th>Documents</th><th>Words</th><th class="text grow">Scores 0 to 5</th><th>1 to 5</th><th>3 to 5</th><th>4 and 5</th></tr></thead>
      <tbody>
      \(rows)</tbody></table></div>
      """)
  }
}
