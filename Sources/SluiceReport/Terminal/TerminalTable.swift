/// A report's table as aligned text.
package struct TerminalTable {
  private static let barWidth = 30
  private let table: ReportTable.Contents
  private let paint: Paint

  package init(_ table: ReportTable, paint: Paint = Paint(false)) {
    self.table = table.contents(.terminal)
    self.paint = paint
  }

  package var isEmpty: Bool { table.rows.isEmpty }

  package func render() -> String {
    let left = table.titles.indices.filter { $0 == 0 || table.titles[$0].look == .chart }
    var text = TextTable(left: Set(left))
    text.add(table.titles.map { $0.terminal ?? "" })
    for row in table.rows { text.add(row.map(write)) }
    return text.render()
  }

  private func write(_ cell: Cell) -> String {
    switch cell {
    case .text(let text): Printable.line(text)
    case .name(let name, let limit): name.map { Printable.line($0, limit: limit) } ?? "-"
    case .source(let source): Printable.line(source ?? "(none)", limit: 40)
    case .label(let text): Printable.line(text, limit: 40)
    case .term(let text, _), .code(let text): Printable.line(text)
    case .places(let places): places.prefix(3).map { Printable.line($0) }.joined(separator: ", ")
    case .level(let level): "\(level) \(LevelName.of(level))"
    case .count(let count), .heat(let count, _): count.map(Numbers.count) ?? "–"
    case .share(let part?, let whole?): Numbers.percent(part, of: whole)
    case .share: "–"
    case .fraction(let share): share.map(Numbers.share) ?? "-"
    case .range(let range):
      range.map { "\(Numbers.decimal(100 * $0.low, 2))–\(Numbers.decimal(100 * $0.high, 2)) %" } ?? "-"
    case .perMillion(let rate): Numbers.decimal(rate, 1)
    case .money(let amount): amount.map(Numbers.money) ?? "-"
    case .seconds(let seconds): seconds.map(Numbers.duration) ?? "-"
    case .amount(let amount):
      switch amount.documents {
      case 0: "0"
      case let documents?: "\(Numbers.count(documents)) (\(amount.words.map(Numbers.compact) ?? "–") words)"
      case nil: "–"
      }
    case .part(let amount, _): amount.documents.map(Numbers.count) ?? "–"
    case .tokens(let read, _): "\(read.map(Numbers.compact) ?? "–") tokens"
    case .shift(let shift): shift.points
    case .shiftRange(let range): range.map(Shift.inWords) ?? ""
    case .bar(let part, let most, let level):
      paint(.level(level), String(repeating: "█", count: Self.filled(part, most)))
    case .levelBars, .stack: ""
    }
  }

  /// Anything is at least one block long.
  private static func filled(_ part: Double, _ most: Double) -> Int {
    most > 0 ? Int((part * Double(barWidth) / most).rounded(.up)) : 0
  }
}
