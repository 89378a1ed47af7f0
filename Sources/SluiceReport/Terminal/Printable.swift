/// Words from the corpus on a terminal: ids, sources and paths are data, and must not control it.
package enum Printable {
  /// Control and format characters become U+FFFD.
  ///
  /// - Parameter limit: characters shown; an ellipsis replaces the rest.
  package static func line(_ text: String, limit: Int = 200) -> String {
    var scalars = String.UnicodeScalarView()
    var count = 0
    for scalar in text.unicodeScalars {
      guard count < limit else { return String(scalars) + "…" }
      let steers = [.control, .format, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
      scalars.append(steers ? "\u{fffd}" : scalar)
      count += 1
    }
    return String(scalars)
  }
}
