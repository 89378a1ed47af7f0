internal import SluiceCore

/// Words from the corpus on a terminal: ids, sources and paths are data, and must not control it.
package enum Printable {
  /// On one line, with what steers a terminal escaped (`String.shown`).
  ///
  /// - Parameter limit: characters shown; an ellipsis replaces the rest.
  package static func line(_ text: String, limit: Int = 200) -> String {
    let end = text.unicodeScalars.index(text.startIndex, offsetBy: limit, limitedBy: text.endIndex) ?? text.endIndex
    return text[..<end].shown + (end == text.endIndex ? "" : "…")
  }
}
