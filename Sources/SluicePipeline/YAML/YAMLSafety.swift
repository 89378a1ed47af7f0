/// Checks a file's bytes before the YAML parser sees them, and refuses what the parser would
/// read in a surprising way or at a surprising cost: anchors and aliases (which let a short file
/// grow without bound), tabs as indentation, control characters.
struct YAMLSafety {
  struct Finding: Hashable {
    var line: Int
    var column: Int
    var message: String
    var remedy: String
  }

  private enum Quote { case none, single, double }

  private var line = 1
  private var column = 1
  private var quote = Quote.none
  private var flowDepth = 0
  private var findings: [Finding] = []

  static func findings(in text: String) -> [Finding] {
    var scan = YAMLSafety()
    scan.run(Array(text.unicodeScalars))
    return scan.findings
  }

  private mutating func run(_ text: [Unicode.Scalar]) {
    var indenting = true
    var tokenStart = true
    var comment = false
    var i = 0
    while i < text.count {
      let c = text[i]
      if c == "\n" {
        line += 1
        column = 1
        indenting = true
        tokenStart = true
        comment = false
        i += 1
        continue
      }
      check(c, indenting: indenting && quote == .none)
      if c != " " && c != "\t" && c != "\u{feff}" { indenting = false }
      switch quote {
      case .single:
        if c == "'" { quote = .none }
      case .double:
        if c == "\\" {
          if i + 1 < text.count, text[i + 1] != "\n" {
            i += 1
            column += 1
          }
        } else if c == "\"" {
          quote = .none
        }
      case .none where !comment:
        let before = i == 0 ? " " : text[i - 1]
        let after = i + 1 < text.count ? text[i + 1] : "\n"
        if c == "#", before.properties.isWhitespace || before == "\u{feff}" {
          comment = true
        } else if tokenStart {
          start(c, after, &tokenStart)
        } else if c == ":" && after.properties.isWhitespace || c == "," && flowDepth > 0 {
          tokenStart = true
        } else if flowDepth > 0, c == "]" || c == "}" {
          flowDepth -= 1
        }
      case .none: break
      }
      i += 1
      column += 1
    }
  }

  /// The first character of a token.
  private mutating func start(_ c: Unicode.Scalar, _ after: Unicode.Scalar, _ tokenStart: inout Bool) {
    switch c {
    case " ", "\t", "\u{feff}", ",": return
    case "[", "{":
      flowDepth += 1
      return
    case "]", "}":
      flowDepth = max(0, flowDepth - 1)
      return
    case "-" where after.properties.isWhitespace: return
    case "?" where after.properties.isWhitespace: return
    case "'": quote = .single
    case "\"": quote = .double
    case "&" where !after.properties.isWhitespace:
      report("an anchor (&) is not accepted", "Write the value out, or quote it if it begins with &")
    case "*" where !after.properties.isWhitespace:
      report("an alias (*) is not accepted", "Write the value out, or quote it if it begins with *")
    default: break
    }
    tokenStart = false
  }

  private mutating func check(_ c: Unicode.Scalar, indenting: Bool) {
    if c == "\t", indenting {
      report("a tab indents this line", "YAML indents with spaces; replace the tab")
    } else if c.value < 0x20 && c != "\t" && c != "\r" || c.value == 0x7F {
      report("control character U+\(String(c.value, radix: 16, uppercase: true))", "Remove it; the file is plain text")
    }
  }

  private mutating func report(_ message: String, _ remedy: String) {
    if findings.count < 20 {
      findings.append(Finding(line: line, column: column, message: message, remedy: remedy))
    }
  }
}
