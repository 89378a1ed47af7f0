internal import SluiceCore

extension HTMLReport {
  /// Categories by levels, darker where more documents are.
  var categories: Markup {
    let table = HTMLTable(report.categoryTable, id: "categories", classes: "sortable")
    guard !table.isEmpty else { return .empty }
    let isNamed = report.categories.contains { $0.category != .none && $0.levels.contains { $0 > 0 } }
    return Self.section(
      "Kinds of harm",
      isNamed
        ? "Documents by main harm and score; the darker, the more. Safe documents are not shaded."
        : "This model does not name kinds of harm.",
      table.markup)
  }
}
