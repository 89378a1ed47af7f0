internal import SluiceCore

extension ReportTable {
  /// RFC 4180 with line feeds. Numbers are plain, shares are fractions of 1. A text that a spreadsheet would run
  /// as a formula gets a `'` in front.
  package var csv: String {
    let table = contents(.csv)
    let rows = [table.titles.map { $0.csv ?? "" }] + table.rows.map { $0.map(\.csv) }
    return rows.map { $0.map(\.csvField).joined(separator: ",") + "\n" }.joined()
  }
}

extension Cell {
  /// The cell for programs; empty where there is nothing, or only something to look at.
  fileprivate var csv: String {
    switch self {
    case .text(let text), .label(let text), .term(let text, _), .code(let text): text
    case .name(let name, _): name ?? ""
    case .source(let source): source ?? ""
    case .places(let places): places.joined(separator: " ")
    case .level(let level): String(level)
    case .count(let count), .heat(let count, _): count.map { String($0) } ?? ""
    case .share(let part?, let whole?): whole > 0 ? Numbers.decimal(Double(part) / Double(whole), 6) : ""
    case .fraction(let share): share.map { Numbers.decimal($0, 6) } ?? ""
    case .perMillion(let rate): Numbers.decimal(rate, 3)
    case .money(let amount): amount.map { Numbers.decimal($0, 2) } ?? ""
    case .seconds(let seconds): seconds.map { Numbers.decimal($0, 0) } ?? ""
    case .share: ""
    case .amount(let amount), .part(let amount, _): amount.documents.map { String($0) } ?? ""
    case .tokens(let read?, let written?): String(read + written)
    case .tokens: ""
    case .shift(let shift): shift.difference.map { Numbers.decimal($0, 6) } ?? ""
    case .range, .shiftRange, .bar, .levelBars, .stack: ""
    }
  }
}
