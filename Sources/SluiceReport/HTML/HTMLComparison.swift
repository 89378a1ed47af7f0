internal import SluiceCore

/// A comparison as one self-contained web page.
package struct HTMLComparison {
  private let comparison: ReportComparison
  private static let shown = 50

  package init(_ comparison: ReportComparison) { self.comparison = comparison }

  package func render() -> String {
    let sides = [("Before", comparison.before), ("After", comparison.after)].map { label, side in
      "<div class=\"tile\"><span>\(label): \(Markup.name(side.name, limit: 80))</span><b>\(Numbers.short(Double(side.documents)))</b><span>documents, \(Numbers.short(Double(side.words))) words; model \(String(side.modelSHA256.prefix(12))), policy \(String(side.policySHA256.prefix(12)))</span></div>\n"
        as Markup
    }
    let notes = comparison.notes.map { "<p class=\"note\">\($0)</p>\n" as Markup }
    let sources = comparison.sources.filter { $0.any.difference != nil }.prefix(Self.shown)
    let body: Markup = """
      <header><h1>What moved</h1></header>
      <div class="tiles">\(sides)</div>
      \(notes)
      \(table("How unsafe", "levels", comparison.levels.enumerated().map { ("\($0) \(LevelName.of($0))", $1) }))
      \(table("Where documents go", "routes", comparison.routeShares.map { ($0.name, $0.shift) }))
      \(changes)
      \(table("What harms", "categories", comparison.categories.map { ($0.name, $0.shift) }))
      \(table("Scores 1 to 5 by source", "sources", sources.map { (Printable.line($0.source ?? "(none)", limit: 60), $0.any) }))
      """
    return Page.render(title: "What moved", body: body)
  }

  private func table(_ title: String, _ id: String, _ rows: [(String, Shift)]) -> Markup {
    guard !rows.isEmpty else { return .empty }
    let body = rows.map { name, shift in
      let range = shift.range.map { "\(Shift.signed($0.low)) to \(Shift.signed($0.high))" } ?? ""
      let shown: Markup = shift.isSignificant ? "<strong>\(shift.points)</strong>" : "\(shift.points)"
      return """
        <tr><td><bdi>\(name)</bdi></td><td>\(shift.before.map(Numbers.share) ?? "–")</td><td>\(shift.after.map(Numbers.share) ?? "–")</td>\
        <td data-v="\(Numbers.decimal(shift.difference ?? 0, 6))">\(shown)</td><td>\(range)</td><td>\(shift.isSignificant ? "*" : "")</td></tr>

        """ as Markup
    }
    return HTMLReport.section(
      title, "Shares of documents; shifts in percentage points (pp).",
      """
      <div class="scroll"><table id="\(id)">
      <thead><tr><th></th><th>Before</th><th>After</th><th>Shift</th><th>95 % range</th><th></th></tr></thead>
      <tbody>
      \(body)</tbody></table></div>
      """)
  }

  private var changes: Markup {
    guard let routes = comparison.routes else { return .empty }
    let most = max(1, routes.moves.filter { $0.from != $0.to }.map(\.documents).max() ?? 1)
    let heads = Route.allCases.map { "<th>to \($0.rawValue)</th>" as Markup }
    let rows = Route.allCases.map { from in
      let cells = Route.allCases.map { to in
        from == to ? HTMLReport.count(routes.count(from, to)) : HTMLReport.heat(routes.count(from, to), most)
      }
      return "<tr><th scope=\"row\">from \(from.rawValue)</th>\(cells)</tr>\n" as Markup
    }
    let examples = routes.examples.prefix(Self.shown).map { document in
      """
      <tr><td>\(Markup.name(document.key, limit: 80))</td><td class="text">\(document.id.map { Markup.name($0, limit: 40) } ?? "–")</td>\
      <td class="text">\(document.from.rawValue) → \(document.to.rawValue)</td><td>\(document.scoreFrom) → \(document.scoreTo)</td></tr>

      """ as Markup
    }
    return HTMLReport.section(
      "Documents that changed",
      """
      \(Numbers.count(routes.changed)) of \(routes.documents.counted("document")) in both runs changed their route, \
      \(Numbers.count(routes.scoreChanged)) their score. \(routes.keepSentence) Keys with a decision on one side only: \
      \(Numbers.count(routes.onlyInOne)); with another text: \(Numbers.count(routes.otherText)).
      """,
      """
      <div class="scroll"><table id="moves"><thead><tr><th></th>\(heads)</tr></thead><tbody>
      \(rows)</tbody></table></div>
      <div class="scroll"><table class="wide" id="changed"><thead><tr><th>Document</th><th class="text">Id</th><th class="text">Route</th><th>Score</th></tr></thead><tbody>
      \(examples)</tbody></table></div>
      """)
  }
}
