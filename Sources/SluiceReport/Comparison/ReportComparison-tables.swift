internal import SluiceCore

/// The comparison's tables; CSV has none of them.
extension ReportComparison {
  var levelTable: ReportTable { shifts(levels.enumerated().map { ("\($0) \(LevelName.of($0))", $1) }) }
  var routeTable: ReportTable { shifts(routeShares.map { ($0.name, $0.shift) }) }
  var categoryTable: ReportTable { shifts(categories.map { ($0.name, $0.shift) }) }

  /// Sources that both sides have.
  var sourceTable: ReportTable {
    shifts(
      sources.filter { $0.any.difference != nil }.map { ($0.source ?? "(none)", $0.any) },
      limits: [.terminal: 15, .page: 50])
  }

  private func shifts(_ rows: [(name: String, shift: Shift)], limits: [ReportTable.Form: Int] = [:]) -> ReportTable {
    let columns: [Column<(name: String, shift: Shift)>] = [
      Column(terminal: "", page: "") { .label($0.name) },
      Column(terminal: "before", page: "Before") { .fraction($0.shift.before) },
      Column(terminal: "after", page: "After") { .fraction($0.shift.after) },
      Column(terminal: "shift", page: "Shift") { .shift($0.shift) },
      Column(terminal: "95 % range", page: "95 % range") { .shiftRange($0.shift.range) },
      Column(terminal: "", page: "") { .text($0.shift.isSignificant ? "*" : "") },
    ]
    return ReportTable(limits: limits, columns: columns) { _ in rows }
  }
}

extension RouteComparison {
  /// A row for each route before, a column for each route after.
  var moveTable: ReportTable {
    let routes = self
    let most = max(1, moves.filter { $0.from != $0.to }.map(\.documents).max() ?? 1)
    let from: [Column<Route>] = [
      Column(terminal: "from \\ to") { .text($0.rawValue) },
      Column(page: "", .rowName) { .text("from \($0.rawValue)") },
    ]
    let to: [Column<Route>] = Route.allCases.map { to in
      Column(terminal: to.rawValue, page: "to \(to.rawValue)") { from in
        from == to ? .count(routes.count(from, to)) : .heat(routes.count(from, to), most: most)
      }
    }
    return ReportTable(columns: from + to) { _ in Route.allCases }
  }

  /// Documents that changed their route, for the page: the terminal shows a few of them in lines of their own.
  var changeTable: ReportTable {
    let examples = examples
    let columns: [Column<Document>] = [
      Column(page: "Document") { .name($0.key, limit: 80) },
      Column(page: "Id", .text) { .name($0.id, limit: 40) },
      Column(page: "Route", .text) { .text("\($0.from.rawValue) → \($0.to.rawValue)") },
      Column(page: "Score") { .text("\($0.scoreFrom) → \($0.scoreTo)") },
    ]
    return ReportTable(limits: [.page: 50], columns: columns) { _ in examples }
  }
}
