internal import SluiceCore

/// A comparison as text for a terminal or a log.
package struct TerminalComparison {
  private let comparison: ReportComparison
  private let paint: Paint

  package init(_ comparison: ReportComparison, paint: Paint = Paint(false)) {
    self.comparison = comparison
    self.paint = paint
  }

  package func render() -> String {
    var sections = [headline]
    sections.append(table("How unsafe", comparison.levelTable))
    sections.append(table("Where documents go", comparison.routeTable))
    sections.append(table("Kinds of harm", comparison.categoryTable))
    sections.append(table("Scores 1 to 5 by source", comparison.sourceTable))
    if let routes = comparison.routes { sections.append(changes(routes)) }
    sections.append(paint(.faint, comparison.notes.joined(separator: "\n")))
    return sections.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  private var headline: String {
    [("before", comparison.before), ("after ", comparison.after)].map { name, side in
      paint(.heading, "\(name)  \(Printable.line(side.name, limit: 60))")
        + "  \(side.documents.counted("document")), \(side.words.counted("word"))"
    }.joined(separator: "\n")
  }

  private func table(_ title: String, _ table: ReportTable) -> String {
    let table = TerminalTable(table, paint: paint)
    return table.isEmpty ? "" : paint(.heading, title) + "\n" + table.render()
  }

  private func changes(_ routes: RouteComparison) -> String {
    let text = [routes.changeSentence, routes.keepSentence, routes.remainder].filter { !$0.isEmpty }
      .joined(separator: " ")
    let examples = routes.examples.prefix(10).map {
      "  \(Printable.line($0.key, limit: 80))  \($0.from.rawValue) → \($0.to.rawValue)  (score \($0.scoreFrom) → \($0.scoreTo))"
    }
    return paint(.heading, "Documents that changed") + "\n" + TerminalTable(routes.moveTable).render() + "\n  " + text
      + (examples.isEmpty ? "" : "\n" + examples.joined(separator: "\n"))
  }
}
