internal import SluiceReport

/// Breaks text into lines that fit a terminal. Control and format characters are shown escaped, so
/// that no document can move the cursor.
enum TextLayout {
  static func lines(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    for paragraph in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      lines += wrap(paragraph.split(separator: "\t", omittingEmptySubsequences: false).joined(separator: "  "), width)
    }
    return lines
  }

  private static func wrap(_ paragraph: String, _ width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var used = 0
    for word in Printable.line(paragraph, limit: .max).split(separator: " ", omittingEmptySubsequences: false) {
      let wide = columns(word)
      if used > 0, used + 1 + wide > width {
        lines.append(line)
        (line, used) = ("", 0)
      } else if used > 0 || !line.isEmpty {
        line += " "
        used += 1
      }
      if wide <= width {
        line += word
        used += wide
      } else {
        for character in word {
          let one = columns(String(character)[...])
          if used + one > width {
            lines.append(line)
            (line, used) = ("", 0)
          }
          line.append(character)
          used += one
        }
      }
    }
    return lines + [line]
  }

  /// Columns that text takes: two for East Asian wide characters and emoji, none for combining marks.
  static func columns(_ text: Substring) -> Int {
    text.unicodeScalars.reduce(0) { sum, scalar in
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .enclosingMark: return sum
      default: break
      }
      switch scalar.value {
      case 0x1100...0x115f, 0x2e80...0x303e, 0x3041...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f,
        0xff00...0xff60, 0xffe0...0xffe6, 0x1f300...0x1faff, 0x20000...0x3fffd:
        return sum + 2
      default: return sum + 1
      }
    }
  }

  /// The text's beginning, at most so many columns.
  static func prefix(_ text: String, width: Int) -> String {
    var out = ""
    var used = 0
    for character in text {
      used += columns(String(character)[...])
      if used > width { break }
      out.append(character)
    }
    return out
  }
}
