/// Texts in CSV files, which people open with spreadsheets.
extension String {
  /// The text as one field of a CSV file (RFC 4180), quoted where it must be. A text that a spreadsheet would run as a
  /// formula gets a `'` in front.
  package var csvField: String {
    let text = startsFormula ? "'" + self : self
    guard text.utf8.contains(where: { [0x22, 0x2c, 0x0a, 0x0d].contains($0) }) else { return text }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }

  /// Whether a spreadsheet may take the text for a formula: it begins with a tab, a carriage return, or `=`, `+`, `-` or
  /// `@`, in ASCII or full width, perhaps behind characters that are passed over: white space, controls, a byte order
  /// mark, zero-width and other invisible characters. A plain negative number is none.
  private var startsFormula: Bool {
    for scalar in unicodeScalars {
      if Self.formulaStarts.contains(scalar) { return !isPlainNumber }
      let properties = scalar.properties
      let isPassedOver =
        properties.isWhitespace || properties.isDefaultIgnorableCodePoint
        || [.control, .format].contains(properties.generalCategory)
      if !isPassedOver { return false }
    }
    return false
  }

  private static let formulaStarts = Set("\t\r=+-@＝＋－＠﹦﹢﹣﹫−".unicodeScalars)

  /// `-12` or `-0.5`: digits that nobody can run.
  private var isPlainNumber: Bool {
    let digits = utf8.drop { $0 == UInt8(ascii: "-") }
    let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return utf8.count - digits.count <= 1 && parts.count <= 2
      && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { (0x30...0x39).contains($0) } }
  }
}
