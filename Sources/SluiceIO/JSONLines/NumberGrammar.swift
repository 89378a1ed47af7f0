/// The grammar of JSON's numbers (RFC 8259, section 6). simdjson has one error for a number that breaks it and for one
/// that is too large, and the two lines need different reasons.
enum NumberGrammar {
  /// Whether a line has something that begins like a number and is not one. Slow; asked only of lines that are refused.
  static func isBroken(in line: UnsafeBufferPointer<UInt8>) -> Bool {
    var rest = line[...]
    while let byte = rest.first {
      switch byte {
      case UInt8(ascii: "\""): skipString(&rest)
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        let token = rest.prefix { !endsToken($0) }
        rest = rest.dropFirst(token.count)
        if !isNumber(token) { return true }
      default: rest = rest.dropFirst()
      }
    }
    return false
  }

  private static func skipString(_ rest: inout Slice<UnsafeBufferPointer<UInt8>>) {
    rest = rest.dropFirst()
    while let byte = rest.first {
      rest = rest.dropFirst(byte == UInt8(ascii: "\\") ? 2 : 1)
      if byte == UInt8(ascii: "\"") { return }
    }
  }

  private static func endsToken(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ":"), UInt8(ascii: "\""): true
    default: TextMeasure.isWhitespace(byte)
    }
  }

  private static func isNumber(_ token: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    var rest = token
    func skip(_ wanted: UInt8...) -> Bool {
      guard let first = rest.first, wanted.contains(first) else { return false }
      rest = rest.dropFirst()
      return true
    }
    func digits() -> Bool {
      let count = rest.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }.count
      rest = rest.dropFirst(count)
      return count > 0
    }
    _ = skip(UInt8(ascii: "-"))
    if !skip(UInt8(ascii: "0")) { guard digits() else { return false } }
    if skip(UInt8(ascii: ".")) { guard digits() else { return false } }
    if skip(UInt8(ascii: "e"), UInt8(ascii: "E")) {
      _ = skip(UInt8(ascii: "+"), UInt8(ascii: "-"))
      guard digits() else { return false }
    }
    return rest.isEmpty
  }
}
