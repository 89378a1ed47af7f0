/// Names from outside as messages show them: nothing in a name moves the cursor, reverses the line or breaks it.
extension StringProtocol {
  /// The text with control characters, format characters (those that steer the direction of writing among them),
  /// line separators and bytes that are not UTF-8 escaped: `\x1B`, `\u{202E}`, `\xE9`.
  package var shown: String {
    guard unicodeScalars.contains(where: \.isEscaped) else { return String(self) }
    var shown = String.UnicodeScalarView()
    for scalar in unicodeScalars { scalar.show(in: &shown) }
    return String(shown)
  }

  /// The same for whole messages, whose line ends are our own.
  package var shownLines: String {
    guard unicodeScalars.contains(where: { $0.isEscaped && $0 != "\n" }) else { return String(self) }
    var shown = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      if scalar == "\n" { shown.append(scalar) } else { scalar.show(in: &shown) }
    }
    return String(shown)
  }
}

extension Unicode.Scalar {
  fileprivate var isEscaped: Bool {
    if isASCII { return value < 0x20 || value == 0x7F }
    if fileSystemByte != nil { return true }
    return [.control, .format, .lineSeparator, .paragraphSeparator].contains(properties.generalCategory)
  }

  /// Appends the scalar, or what is shown in its place.
  package func show(in text: inout String.UnicodeScalarView) {
    guard isEscaped else { return text.append(self) }
    let byte = fileSystemByte.map(UInt32.init) ?? value
    let digits = String(byte, radix: 16, uppercase: true)
    let escape =
      byte < 0x80 || fileSystemByte != nil ? "\\x" + (byte < 0x10 ? "0" : "") + digits : "\\u{\(digits)}"
    text.append(contentsOf: escape.unicodeScalars)
  }
}
