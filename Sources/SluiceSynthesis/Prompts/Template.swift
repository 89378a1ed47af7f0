/// Texts with `{{name}}` in them. Values are filled in once and not searched again, so a document that contains
/// `{{name}}` stays as it is.
package enum Template {
  /// Names between braces, in order.
  package static func placeholders(in text: String) -> [String] {
    var names: [String] = []
    visit(text) { if case .placeholder(let name) = $0 { names.append(name) } }
    return names
  }

  /// - Precondition: `values` has every placeholder; prompts are checked when they are read.
  package static func render(_ text: String, _ values: [String: String]) -> String {
    var result = ""
    visit(text) {
      switch $0 {
      case .text(let piece): result += piece
      case .placeholder(let name):
        guard let value = values[name] else { preconditionFailure("no value for the placeholder \(name)") }
        result += value
      }
    }
    return result
  }

  private enum Piece {
    case text(Substring)
    case placeholder(String)
  }

  private static func visit(_ text: String, _ body: (Piece) -> Void) {
    var rest = text[...]
    while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}") {
      body(.text(rest[..<open.lowerBound]))
      body(.placeholder(String(rest[open.upperBound..<close.lowerBound])))
      rest = rest[close.upperBound...]
    }
    body(.text(rest))
  }
}
