extension HTMLReport {
  /// What texts do with their topic, and words of harmful topics: side by side, since both say what a
  /// corpus is about rather than how harmful it is.
  var stanceAndTerms: Markup {
    let stances = self.stances
    let terms = self.terms
    guard !stances.html.isEmpty || !terms.html.isEmpty else { return .empty }
    return "<div class=\"pair\">\n\(stances)\(terms)</div>\n"
  }

  private var stances: Markup {
    guard report.stances.contains(where: { $0.levels.dropFirst().contains { $0 > 0 } }) else { return .empty }
    return Self.section(
      "Discussing harm or doing it", "News, history and medicine discuss harm without doing any.",
      HTMLTable(report.stanceTable, id: "stances").markup)
  }

  private var terms: Markup {
    let table = HTMLTable(report.termTable, id: "terms", classes: "sortable")
    guard !table.isEmpty else { return .empty }
    return Self.section(
      "Words about harmful topics",
      "Hits of plain term lists (Config/terms/report), per million words. A hit says what a text is about, not that it is harmful.",
      table.markup)
  }
}
