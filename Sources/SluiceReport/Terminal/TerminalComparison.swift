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
    sections.append(
      table("How unsafe", comparison.levels.enumerated().map { ("\($0) \(LevelName.of($0))", $1) }))
    sections.append(table("Where documents go", comparison.routeShares.map { ($0.name, $0.shift) }))
    sections.append(table("What harms", comparison.categories.map { ($0.name, $0.shift) }))
    let named = comparison.sources.filter { $0.any.difference != nil }.prefix(15)
    sections.append(
      table("Scores 1 to 5 by source", named.map { (Printable.line($0.source ?? "(none)", limit: 40), $0.any) }))
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

  private func table(_ title: String, _ rows: [(name: String, shift: Shift)]) -> String {
    guard !rows.isEmpty else { return "" }
    var table = TextTable()
    table.add(["", "before", "after", "shift", "95 % range", ""])
    for (name, shift) in rows {
      table.add([
        name, shift.before.map(Numbers.share) ?? "-", shift.after.map(Numbers.share) ?? "-", shift.points,
        shift.range.map { "\(Shift.signed($0.low)) to \(Shift.signed($0.high))" } ?? "",
        shift.isSignificant ? "*" : " ",
      ])
    }
    return paint(.heading, title) + "\n" + table.render()
  }

  private func changes(_ routes: RouteComparison) -> String {
    var table = TextTable()
    table.add(["from \\ to"] + Route.allCases.map(\.rawValue))
    for from in Route.allCases {
      table.add([from.rawValue] + Route.allCases.map { Numbers.count(routes.count(from, $0)) })
    }
    var text =
      "\(Numbers.count(routes.changed)) of \(routes.documents.counted("document")) changed their route, "
      + "\(Numbers.count(routes.scoreChanged)) their score. \(routes.keepSentence)"
    if routes.onlyInOne > 0 { text += " A decision on one side only: \(routes.onlyInOne.counted("key"))." }
    if routes.otherText > 0 { text += " Another text now: \(routes.otherText.counted("key"))." }
    let examples = routes.examples.prefix(10).map {
      "  \(Printable.line($0.key, limit: 80))  \($0.from.rawValue) → \($0.to.rawValue)  (score \($0.scoreFrom) → \($0.scoreTo))"
    }
    return paint(.heading, "Documents that changed") + "\n" + table.render() + "\n  " + text
      + (examples.isEmpty ? "" : "\n" + examples.joined(separator: "\n"))
  }
}

extension Shift {
  /// In percentage points, with a sign.
  var points: String { difference.map { Self.signed($0) + " pp" } ?? "-" }

  static func signed(_ value: Double) -> String {
    let text = Numbers.decimal(100 * value, 2)
    return value > 0 && text != "0.00" ? "+" + text : text
  }
}
