/// HTML that is safe by construction: literals are markup, and every interpolated string is escaped. Only
/// another `Markup` passes as it is, so nothing from a corpus can become an element, an attribute or a script.
package struct Markup: ExpressibleByStringInterpolation, Sendable {
  package private(set) var html: String

  package init(stringLiteral value: String) { html = value }
  package init(stringInterpolation: Interpolation) { html = stringInterpolation.html }
  private init(trusted: String) { html = trusted }

  static let empty: Markup = ""

  static func + (a: Markup, b: Markup) -> Markup { Markup(trusted: a.html + b.html) }
  static func += (a: inout Markup, b: Markup) { a.html += b.html }

  package struct Interpolation: StringInterpolationProtocol {
    var html = ""

    package init(literalCapacity: Int, interpolationCount: Int) { html.reserveCapacity(literalCapacity) }

    package mutating func appendLiteral(_ literal: String) { html += literal }
    package mutating func appendInterpolation(_ text: String) { html += Markup.escape(text) }
    package mutating func appendInterpolation(_ number: Int) { html += String(number) }
    package mutating func appendInterpolation(_ markup: Markup) { html += markup.html }
    package mutating func appendInterpolation(_ markup: [Markup]) { for part in markup { html += part.html } }
  }

  /// Text for content and for quoted attributes. Control characters, line and paragraph separators, and
  /// direction marks and other invisible format characters become U+FFFD, so that an id cannot change the text
  /// around it.
  static func escape(_ text: String) -> String {
    var escaped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
      case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
      case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
      case "'": escaped.append(contentsOf: "&#39;".unicodeScalars)
      case "\n": escaped.append(scalar)
      default:
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse:
          escaped.append("\u{fffd}")
        default: escaped.append(scalar)
        }
      }
    }
    return String(escaped)
  }

  /// A name from the corpus: shortened, on one line, in a direction of its own.
  static func name(_ text: String, limit: Int = 80) -> Markup {
    "<bdi class=\"id\">\(Printable.line(text, limit: limit))</bdi>"
  }
}

extension Sequence where Element == Markup {
  func joined() -> Markup { reduce(into: Markup.empty) { $0 += $1 } }
}
