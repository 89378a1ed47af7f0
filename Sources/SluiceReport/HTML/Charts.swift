/// The few marks that the page draws, as inline SVG without text: their labels are HTML.
enum Charts {
  /// A horizontal bar, with a tick for a reference and a line for a range.
  static func bar(_ share: Double, level: Int, tick: Double? = nil, range: Interval? = nil, thin: Bool = false)
    -> Markup
  {
    var marks: Markup = "<rect class=\"l\(level)\" width=\"\(number(100 * share))\" height=\"10\"/>"
    if let range {
      let width = max(0.3, 100 * (range.high - range.low))
      marks +=
        "<rect class=\"tick\" x=\"\(number(100 * range.low))\" y=\"4.3\" width=\"\(number(width))\" height=\"1.4\"/>"
    }
    if let tick {
      marks += "<rect class=\"tick\" x=\"\(number(100 * tick - 0.2))\" y=\"-2\" width=\"0.4\" height=\"14\"/>"
    }
    let name: Markup = thin ? "bar thin" : "bar"
    return
      "<svg class=\"\(name)\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"base\" width=\"100\" height=\"10\" opacity=\".35\"/>\(marks)</svg>"
  }

  /// One bar divided among the levels.
  static func stack(_ levels: [Int]) -> Markup {
    let all = levels.reduce(0, +)
    guard all > 0 else { return .empty }
    var x = 0.0
    var marks = Markup.empty
    for (level, count) in levels.enumerated() where count > 0 {
      let width = 100 * Double(count) / Double(all)
      marks += "<rect class=\"l\(level)\" x=\"\(number(x))\" width=\"\(number(width))\" height=\"10\"/>"
      x += width
    }
    return "<svg class=\"bar\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\(marks)</svg>"
  }

  /// A histogram with bars of equal width.
  static func histogram(_ counts: [Int], level: Int) -> Markup {
    let most = Double(max(1, counts.max() ?? 1))
    let width = 100 / Double(max(1, counts.count))
    var marks = Markup.empty
    for (index, count) in counts.enumerated() where count > 0 {
      let height = max(0.6, 60 * Double(count) / most)
      marks +=
        "<rect class=\"l\(level)\" x=\"\(number(Double(index) * width))\" y=\"\(number(60 - height))\" width=\"\(number(width * 0.86))\" height=\"\(number(height))\"/>"
    }
    return "<svg class=\"bars\" viewBox=\"0 0 100 60\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\(marks)</svg>"
  }

  /// What the colours mean.
  static let key: Markup = {
    let entries = (0...5).map { level -> Markup in
      "<span><svg viewBox=\"0 0 10 10\" aria-hidden=\"true\"><rect class=\"l\(level)\" width=\"10\" height=\"10\"/></svg>\(level) \(LevelName.of(level))</span>"
    }
    return "<div class=\"key\">\(entries)</div>"
  }()

  private static func number(_ value: Double) -> String { Numbers.decimal(value, 2) }
}
