/// A report's table on a page.
package struct HTMLTable {
  private let table: ReportTable.Contents
  private let id: String
  private let classes: String
  private let ownsFirstRow: Bool

  /// - Parameters:
  ///   - id: what the page calls it.
  ///   - classes: `sortable` for heads that sort, `wide` for a table that narrow pages scroll.
  ///   - ownsFirstRow: whether the first row is about what the user gave, the others about something else.
  package init(_ table: ReportTable, id: String, classes: String = "", ownsFirstRow: Bool = false) {
    self.table = table.contents(.page)
    self.id = id
    self.classes = classes
    self.ownsFirstRow = ownsFirstRow
  }

  var isEmpty: Bool { table.rows.isEmpty }
  var rowCount: Int { table.rows.count }

  package var markup: Markup {
    let named: Markup = classes.isEmpty ? "" : " class=\"\(classes)\""
    return """
      <div class="scroll"><table\(named) id="\(id)">
      <thead><tr>\(heads)</tr></thead>
      <tbody>
      \(rows)</tbody></table></div>
      """
  }

  var heads: Markup {
    table.titles.enumerated().map { index, titles -> Markup in
      let name = index == 0 ? "" : Self.headClass(titles.look)
      let named: Markup = name.isEmpty ? "" : " class=\"\(name)\""
      let lines = (titles.page ?? "").split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
      let title = lines.dropFirst().reduce("\(lines[0])" as Markup) { $0 + "<br>\($1)" }
      let wide: Markup = titles.wide.map { "<span class=\"hide\"> \($0)</span>" } ?? .empty
      return "<th\(named)>\(title)\(wide)</th>"
    }
    .joined()
  }

  var rows: Markup {
    table.rows.enumerated().map { index, row -> Markup in
      let own: Markup = ownsFirstRow && index == 0 ? " class=\"own\"" : ""
      let cells = zip(row, table.titles).map { cell, titles in cell.element(titles.look) }
      return "<tr\(own)>\(cells)</tr>\n"
    }
    .joined()
  }

  private static func headClass(_ look: ColumnLook) -> String {
    switch look {
    case .text, .sentence: "text"
    case .chart: "text grow"
    case .wideOnly: "hide"
    case .plain, .rowName, .strong, .faint: ""
    }
  }
}
