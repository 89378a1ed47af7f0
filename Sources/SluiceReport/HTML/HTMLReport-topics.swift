internal import SluiceCore

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
    let unsafe = report.stances.map { $0.levels.dropFirst().reduce(0, +) }
    guard unsafe.reduce(0, +) > 0 else { return .empty }
    let rows = report.stances.map { row in
      let name =
        switch row.stance {
        case .none: "Neither"
        case .topical: "Topical: discusses harm"
        case .harmful: "Harmful: does harm"
        }
      return """
        <tr><th scope="row">\(name)</th>\(Self.count(row.levels.reduce(0, +)))\
        <td class="grow">\(Charts.stack(row.levels))</td>\(Self.count(row.levels[4...].reduce(0, +)))</tr>

        """ as Markup
    }
    return Self.section(
      "Discussing harm or doing it", "News, history and medicine speak of harm without doing any.",
      """
      <div class="scroll"><table id="stances">
      <thead><tr><th>Stance</th><th>Documents</th><th class="text grow">Scores 0 to 5</th><th>4 and 5</th></tr></thead>
      <tbody>
      \(rows)</tbody></table></div>
      """)
  }

  private var terms: Markup {
    guard !report.terms.isEmpty else { return .empty }
    let most = max(1e-9, report.terms.map(\.hitsPerMillionWords).max() ?? 1)
    let rows = report.terms.sorted { $0.hitsPerMillionWords > $1.hitsPerMillionWords }.map { row in
      """
      <tr><th scope="row">\(Self.title(row.category))</th>\
      <td class="grow">\(Charts.bar(row.hitsPerMillionWords / most, level: 0))</td>\
      <td data-v="\(Numbers.decimal(row.hitsPerMillionWords, 4))">\(Numbers.decimal(row.hitsPerMillionWords, 1))</td>\
      \(Self.count(row.hits))\(Self.count(row.documents))</tr>

      """ as Markup
    }
    return Self.section(
      "Words of harmful topics",
      "Hits of plain term lists (Config/terms/report), per million words. A hit says what a text is about, not that it is harmful.",
      """
      <div class="scroll"><table class="sortable" id="terms">
      <thead><tr><th>List</th><th class="text grow"></th><th>Per million</th><th>Hits</th><th>Documents</th></tr></thead>
      <tbody>
      \(rows)</tbody></table></div>
      """)
  }

  /// `sexual-content` as `Sexual content`.
  private static func title(_ name: String) -> String {
    let spaced = Printable.line(name, limit: 40).split(separator: "-").joined(separator: " ")
    return spaced.prefix(1).uppercased() + spaced.dropFirst()
  }
}
