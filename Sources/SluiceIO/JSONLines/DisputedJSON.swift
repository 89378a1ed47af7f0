/// A copy of a line in which every number is 0 and every half of a surrogate pair is a space: what readers of JSON
/// disagree about is gone, and what is no JSON (RFC 8259) stays so. Slow; made only of lines that are refused.
struct DisputedJSON {
  let line = ByteBuffer()
  private(set) var hasHalfPair = false

  init(_ source: UnsafeBufferPointer<UInt8>) {
    line.reserve(source.count)
    var rest = source[...]
    while let byte = rest.first {
      switch byte {
      case UInt8(ascii: "\""): copyString(&rest)
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        let token = rest.prefix { !Self.endsToken($0) }
        rest = rest.dropFirst(token.count)
        if Self.isNumber(token) {
          line.append(UInt8(ascii: "0"))
        } else {
          line.append(UnsafeBufferPointer(rebasing: token))
        }
      default:
        line.append(byte)
        rest = rest.dropFirst()
      }
    }
  }

  private mutating func copyString(_ rest: inout Slice<UnsafeBufferPointer<UInt8>>) {
    line.append(UInt8(ascii: "\""))
    rest = rest.dropFirst()
    while let byte = rest.first {
      if byte == UInt8(ascii: "\\") {
        copyEscape(&rest)
      } else {
        line.append(byte)
        rest = rest.dropFirst()
        if byte == UInt8(ascii: "\"") { return }
      }
    }
  }

  private mutating func copyEscape(_ rest: inout Slice<UnsafeBufferPointer<UInt8>>) {
    let unit = Self.unit(rest)
    var length = unit == nil ? 2 : 6
    if let unit, (0xD800..<0xE000).contains(unit) {
      let next = Self.unit(rest.dropFirst(6))
      if unit < 0xDC00, let next, (0xDC00..<0xE000).contains(next) {
        length = 12
      } else {
        hasHalfPair = true
        line.append(UInt8(ascii: " "))
        rest = rest.dropFirst(6)
        return
      }
    }
    line.append(UnsafeBufferPointer(rebasing: rest.prefix(length)))
    rest = rest.dropFirst(length)
  }

  /// The UTF-16 unit of an escape that is in front; nil if there is none.
  private static func unit(_ rest: Slice<UnsafeBufferPointer<UInt8>>) -> UInt32? {
    guard rest.starts(with: #"\u"#.utf8) else { return nil }
    let digits = rest.dropFirst(2).prefix(4)
    guard digits.count == 4 else { return nil }
    var unit: UInt32 = 0
    for digit in digits {
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): unit = unit << 4 | UInt32(digit - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"):
        unit = unit << 4 | UInt32((digit | 0x20) - UInt8(ascii: "a") + 10)
      default: return nil
      }
    }
    return unit
  }

  private static func endsToken(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ":"), UInt8(ascii: "\""): true
    default: TextMeasure.isWhitespace(byte)
    }
  }

  /// The grammar of numbers (RFC 8259, section 6).
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
