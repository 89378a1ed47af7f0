/// Columns of text, aligned: the first to the left, the others to the right.
package struct TextTable {
  private var rows: [[String]] = []
  private var leftColumns: Set<Int> = [0]

  package init(left: Set<Int> = [0]) { leftColumns = left }

  package mutating func add(_ cells: [String]) { rows.append(cells) }

  package func render(indent: Int = 2) -> String {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { column < $0.count ? Self.width($0[column]) : 0 }.max() ?? 0
    }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - Self.width(cell))
        return leftColumns.contains(column) ? cell + padding : padding + cell
      }
      var line = String(repeating: " ", count: indent) + cells.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line
    }.joined(separator: "\n")
  }

  /// Columns a cell takes: colour codes take none.
  private static func width(_ cell: String) -> Int {
    var width = 0
    var inCode = false
    for character in cell {
      if character == "\u{1b}" {
        inCode = true
      } else if inCode {
        inCode = character != "m"
      } else {
        width += 1
      }
    }
    return width
  }
}
