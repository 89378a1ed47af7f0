extension Cell {
  /// The cell as an element of a table's row.
  func element(_ look: ColumnLook) -> Markup {
    switch look {
    case .plain: plainElement
    case .rowName: "<th scope=\"row\">\(content)</th>"
    case .text: "<td class=\"text\">\(content)</td>"
    case .sentence: "<td class=\"text wrap\">\(content)</td>"
    case .chart: "<td class=\"grow\">\(content)</td>"
    case .strong: "<td><strong>\(content)</strong></td>"
    case .faint: "<td class=\"zero\">\(content)</td>"
    case .wideOnly: "<td class=\"hide\">\(content)</td>"
    }
  }

  /// Numbers carry what they are sorted by; zeros are faint.
  private var plainElement: Markup {
    switch self {
    case .count(0), .heat(0, _): return "<td class=\"zero\" data-v=\"0\">0</td>"
    case .count(let count?): return "<td data-v=\"\(count)\">\(content)</td>"
    case .heat(let count?, let most):
      // The fourth root: counts differ by orders of magnitude, and the rare cells are those to find.
      let step = min(5, 1 + Int(5 * (Double(count) / Double(most)).squareRoot().squareRoot()))
      return "<td class=\"h\(step)\" data-v=\"\(count)\">\(content)</td>"
    case .share(let part?, let whole?):
      let share = whole > 0 ? Double(part) / Double(whole) : 0
      return "<td class=\"\(part == 0 ? "zero" : "")\" data-v=\"\(Numbers.decimal(share, 6))\">\(content)</td>"
    case .perMillion(let rate): return "<td data-v=\"\(Numbers.decimal(rate, 4))\">\(content)</td>"
    case .shift(let shift):
      return "<td data-v=\"\(Numbers.decimal(shift.difference ?? 0, 6))\">\(content)</td>"
    case .amount(let amount) where amount.documents == 0, .part(let amount, _) where amount.documents == 0:
      return "<td class=\"zero\">\(content)</td>"
    default: return "<td>\(content)</td>"
    }
  }

  private var content: Markup {
    switch self {
    case .text(let text): return "\(Printable.line(text, limit: 300))"
    case .name(let name, let limit): return name.map { Markup.name($0, limit: limit) } ?? "–"
    case .source(let source): return source.map { Markup.name($0, limit: 50) } ?? "<em>no source</em>"
    case .label(let text): return "<bdi>\(Printable.line(text, limit: 60))</bdi>"
    case .term(_, let name): return "\(name)"
    case .code(let text): return "<span class=\"id\">\(text)</span>"
    case .places(let places):
      return places.prefix(3).enumerated().map { index, place in
        (index == 0 ? .empty : ", ") + Markup.name(place, limit: 60)
      }.joined()
    case .level(let level): return "\(level) \(LevelName.of(level))"
    case .count(let count), .heat(let count, _): return "\(count.map(Numbers.count) ?? "–")"
    case .share(let part, let whole):
      guard let part, let whole else { return "–" }
      return "\(whole > 0 ? Numbers.share(Double(part) / Double(whole)) : "–")"
    case .fraction(let share): return "\(share.map(Numbers.share) ?? "–")"
    case .range(let range): return "\(range.map(Self.percent) ?? "–")"
    case .perMillion(let rate): return "\(Numbers.decimal(rate, 1))"
    case .money(let amount): return "\(amount.map(Numbers.money) ?? "–")"
    case .seconds(let seconds): return "\(seconds.map(Numbers.duration) ?? "–")"
    case .amount(let amount):
      guard let documents = amount.documents else { return "–" }
      guard documents > 0 else { return "0" }
      return "\(Numbers.count(documents))<br><span class=\"note\">\(Self.compact(amount.words))</span>"
    case .part(let amount, let all):
      guard let documents = amount.documents else { return "–" }
      guard documents > 0 else { return "0" }
      let share = Numbers.percent(documents, of: all)
      return
        "\(Numbers.count(documents))<br><span class=\"note\">\(share) · \(Self.compact(amount.words)) words</span>"
    case .tokens(let read, let written):
      return "\(Self.compact(read))<br><span class=\"note\">+ \(Self.compact(written))</span>"
    case .shift(let shift): return shift.isSignificant ? "<strong>\(shift.points)</strong>" : "\(shift.points)"
    case .shiftRange(let range): return "\(range.map(Shift.inWords) ?? "")"
    case .bar(let part, let most, let level): return Charts.bar(most > 0 ? part / most : 0, level: level)
    case .levelBars(let level, let documents, let words, let reference, let range):
      return Charts.bar(documents, level: level, tick: reference, range: range)
        + Charts.bar(words, level: level, thin: true)
    case .stack(let levels): return levels.map(Charts.stack) ?? "–"
    }
  }

  private static func compact(_ number: Int?) -> String { number.map(Numbers.compact) ?? "–" }

  private static func percent(_ range: Interval) -> String {
    let places = range.high < 0.02 ? 2 : 1
    return "\(Numbers.decimal(100 * range.low, places))–\(Numbers.decimal(100 * range.high, places)) %"
  }
}
