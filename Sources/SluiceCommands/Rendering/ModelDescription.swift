internal import SluiceClassifier
internal import SluiceReport

extension ModelDescription {
  /// The lines of `sluice inspect`. Names in the file are data: nothing in them can steer the terminal.
  func render() -> String {
    var lines = [path]
    for section in sections {
      if let title = section.title { lines.append(title) }
      for row in section.rows {
        let shown = Printable.line(row.name, limit: 40)
        let value = Printable.line(row.value.map(Self.render).joined())
        lines.append("  " + shown + String(repeating: " ", count: max(1, 16 - shown.count)) + value)
        for item in row.list.prefix(Self.mostItems) { lines.append("    " + Printable.line(item, limit: 100)) }
        if row.list.count > Self.mostItems { lines.append("    … (all with --json)") }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static let mostItems = 50

  private static func render(_ part: Part) -> String {
    switch part {
    case .text(let text): text
    case .count(let count): Numbers.count(count)
    case .bytes(let bytes): Numbers.bytes(bytes)
    }
  }
}
