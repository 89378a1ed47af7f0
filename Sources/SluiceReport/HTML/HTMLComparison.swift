internal import SluiceCore

/// A comparison as one self-contained web page.
package struct HTMLComparison {
  private let comparison: ReportComparison

  package init(_ comparison: ReportComparison) { self.comparison = comparison }

  package func render() -> String {
    let sides = [("Before", comparison.before), ("After", comparison.after)].map { label, side in
      "<div class=\"tile\"><span>\(label): \(Markup.name(side.name, limit: 80))</span><b>\(Numbers.short(Double(side.documents)))</b><span>documents, \(Numbers.short(Double(side.words))) words; model \(String(side.modelSHA256.prefix(12))), policy \(String(side.policySHA256.prefix(12)))</span></div>\n"
        as Markup
    }
    let notes = comparison.notes.map { "<p class=\"note\">\($0)</p>\n" as Markup }
    let body: Markup = """
      <header><h1>What moved</h1></header>
      <div class="tiles">\(sides)</div>
      \(notes)
      \(table("How unsafe", "levels", comparison.levelTable))
      \(table("Where documents go", "routes", comparison.routeTable))
      \(changes)
      \(table("Kinds of harm", "categories", comparison.categoryTable))
      \(table("Scores 1 to 5 by source", "sources", comparison.sourceTable))
      """
    return Page.render(title: "What moved", body: body)
  }

  private func table(_ title: String, _ id: String, _ table: ReportTable) -> Markup {
    let table = HTMLTable(table, id: id)
    guard !table.isEmpty else { return .empty }
    return HTMLReport.section(
      title, "Shares of documents; shifts in percentage points (pp).", table.markup)
  }

  private var changes: Markup {
    guard let routes = comparison.routes else { return .empty }
    let moves = HTMLTable(routes.moveTable, id: "moves")
    let changed = HTMLTable(routes.changeTable, id: "changed", classes: "wide")
    return HTMLReport.section(
      "Documents that changed",
      "\(routes.changeSentence) \(routes.keepSentence) \(routes.remainder)",
      """
      <div class="scroll"><table id="moves"><thead><tr>\(moves.heads)</tr></thead><tbody>
      \(moves.rows)</tbody></table></div>
      <div class="scroll"><table class="wide" id="changed"><thead><tr>\(changed.heads)</tr></thead><tbody>
      \(changed.rows)</tbody></table></div>
      """)
  }
}
