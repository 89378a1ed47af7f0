/// A kind of number a policy compares, how it is written, and what values it can have. Decimals are
/// read digit by digit into ten-thousandths, so that 0.9 is exactly 9,000 and no rounding decides.
enum Quantity {
  case score, probability, expected, count

  /// The largest value possible.
  var limit: Int {
    switch self {
    case .score: 5
    case .probability: 10_000
    case .expected: 50_000
    case .count: 1 << 50
    }
  }

  var noun: String {
    switch self {
    case .score: "score"
    case .probability: "probability"
    case .expected: "expected score"
    case .count: "count"
    }
  }

  var article: String { self == .expected ? "an" : "a" }

  var remedy: String {
    switch self {
    case .score: "Scores are the whole numbers 0 to 5"
    case .probability: "Probabilities are 0 to 1 with at most four decimals, such as 0.9"
    case .expected: "Expected scores are 0 to 5 with at most four decimals, such as 2.5"
    case .count: "Write a whole number, 0 or more"
    }
  }

  private var isDecimal: Bool { self == .probability || self == .expected }

  /// Nil if the text is not a number of this kind, or out of its range.
  func parse(_ text: String) -> Int? {
    let pieces = text.split(separator: ".", omittingEmptySubsequences: false)
    guard let whole = pieces.first, !whole.isEmpty, whole.utf8.allSatisfy({ $0 &- 0x30 < 10 }),
      var value = Int(whole), value <= limit
    else { return nil }
    if !isDecimal { return pieces.count == 1 ? value : nil }
    guard pieces.count <= 2, value <= 5 else { return nil }
    let decimals = pieces.count == 2 ? pieces[1] : "0"
    guard (1...4).contains(decimals.utf8.count), decimals.utf8.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
    value *= 10_000
    value += Int(decimals + String(repeating: "0", count: 4 - decimals.utf8.count))!
    return value <= limit ? value : nil
  }

  /// As a policy file would write it: `4`, `0.9`, `2.5`.
  func format(_ value: Int) -> String {
    guard isDecimal else { return String(value) }
    var decimals = String(value % 10_000 + 10_000).dropFirst()
    while decimals.last == "0" { decimals.removeLast() }
    return decimals.isEmpty ? String(value / 10_000) : "\(value / 10_000).\(decimals)"
  }

  /// A comparison such as `>= 4`, `< 0.5` or `3` split into its sign and its number.
  static func split(comparison: String) -> (sign: String, number: String) {
    let text = comparison.drop { $0 == " " }
    for sign in [">=", "<=", "==", "!=", ">", "<", "=", "≥", "≤"] where text.hasPrefix(sign) {
      let number = text.dropFirst(sign.count).drop { $0 == " " }
      return (sign, trimmed(number))
    }
    return ("", trimmed(text))
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
