/// Colours for a terminal; none elsewhere, and none where `NO_COLOR` is set (no-color.org).
package struct Paint: Sendable {
  package enum Style: String, Sendable {
    case heading = "1"
    case faint = "2"
    case warning = "1;33"
    case level0 = "36"
    case level1 = "32"
    case level2 = "33"
    case level3 = "91"
    case level4 = "31"
    case level5 = "35"

    static func level(_ score: Int) -> Style {
      [.level0, .level1, .level2, .level3, .level4, .level5][min(max(score, 0), 5)]
    }
  }

  package let isOn: Bool

  package init(_ isOn: Bool) { self.isOn = isOn }

  func callAsFunction(_ style: Style, _ text: String) -> String {
    isOn ? "\u{1b}[\(style.rawValue)m\(text)\u{1b}[0m" : text
  }
}
