/// One table of a report: columns over rows, made once and written by each form. A column is in the forms
/// that it has a title for, so adding a column to a table is adding one line where the table is made.
package struct ReportTable {
  /// The tables that `--csv` prints.
  package enum Name: String, CaseIterable, Sendable {
    case levels, categories, sources, stances, lengths, confidence, thresholds, routes, terms, quarantine, shards
    case examples
  }

  package enum Form: CaseIterable, Sendable {
    case csv, terminal, page
  }

  /// A table as one form has it.
  struct Contents {
    var titles: [ColumnTitles]
    /// Each as wide as `titles`.
    var rows: [[Cell]]
  }

  private let limits: [Form: Int]
  private let make: (Form) -> Contents

  /// - Parameters:
  ///   - limits: the most rows that a form shows.
  ///   - rows: the rows of a form, in its order.
  package init<Row>(limits: [Form: Int] = [:], columns: [Column<Row>], rows: @escaping (Form) -> [Row]) {
    self.limits = limits
    make = { form in
      let shown = columns.filter { $0.titles.title(form) != nil }
      return Contents(
        titles: shown.map(\.titles),
        rows: rows(form).prefix(limits[form] ?? .max).map { row in shown.map { $0.cell(row) } })
    }
  }

  func contents(_ form: Form) -> Contents { make(form) }

  /// The most rows that a form shows.
  func limit(_ form: Form) -> Int { limits[form] ?? .max }
}
