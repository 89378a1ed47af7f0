/// A column of a table: what it is called and what it says of a row, together.
package struct Column<Row> {
  let titles: ColumnTitles
  let cell: (Row) -> Cell

  /// A column of the forms that it has a title for.
  ///
  /// - Parameters:
  ///   - csv: programs rely on this name.
  ///   - wide: what a wide page adds to its title.
  package init(
    csv: String? = nil, terminal: String? = nil, page: String? = nil, wide: String? = nil, _ look: ColumnLook = .plain,
    _ cell: @escaping (Row) -> Cell
  ) {
    titles = ColumnTitles(csv: csv, terminal: terminal, page: page, wide: wide, look: look)
    self.cell = cell
  }

  /// A column of every form: `text_bytes` is "text bytes" on the terminal and "Text bytes" on the page.
  package init(_ name: String, _ look: ColumnLook = .plain, _ cell: @escaping (Row) -> Cell) {
    let words = name.replacing("_", with: " ")
    self.init(csv: name, terminal: words, page: words.prefix(1).uppercased() + words.dropFirst(), look, cell)
  }
}

/// What a column is called in each form; nil where it is left out.
struct ColumnTitles {
  var csv: String?
  var terminal: String?
  var page: String?
  var wide: String?
  var look: ColumnLook

  func title(_ form: ReportTable.Form) -> String? {
    switch form {
    case .csv: csv
    case .terminal: terminal
    case .page: page
    }
  }
}

/// How a column looks on the page.
package enum ColumnLook {
  /// A number, or the first column's name.
  case plain
  /// The head of its row.
  case rowName
  case text
  /// Text that may run over several lines.
  case sentence
  case chart
  case strong, faint
  /// Left out of narrow pages.
  case wideOnly
}
