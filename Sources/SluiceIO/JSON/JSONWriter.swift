public import SluiceCore

/// Writes the few JSON values sluice adds, straight into a byte buffer.
extension ByteBuffer {
  /// A quoted string. Control characters, quotes and backslashes are escaped; other bytes pass as
  /// they are, so `text` must be valid UTF-8.
  public func appendJSONString(_ text: UnsafeBufferPointer<UInt8>) {
    append(UInt8(ascii: "\""))
    for byte in text {
      switch byte {
      case UInt8(ascii: "\""): append("\\\"")
      case UInt8(ascii: "\\"): append("\\\\")
      case 0x0a: append("\\n")
      case 0x0d: append("\\r")
      case 0x09: append("\\t")
      case 0..<0x20:
        append("\\u00")
        appendHexDigit(byte >> 4)
        appendHexDigit(byte & 15)
      default: append(byte)
      }
    }
    append(UInt8(ascii: "\""))
  }

  /// The same for a `String`.
  public func appendJSONString(_ text: String) {
    var text = text
    text.withUTF8 { appendJSONString($0) }
  }

  /// The same for a name.
  public func appendJSONString(_ name: Name) { appendJSONString(name.text) }

  /// A whole number in decimal digits.
  public func append(_ number: Int) {
    var digits = InlineArray<20, UInt8>(repeating: 0)
    var start = 20
    var rest = number.magnitude
    repeat {
      start -= 1
      digits[start] = UInt8(ascii: "0") + UInt8(rest % 10)
      rest /= 10
    } while rest > 0
    if number < 0 { append(UInt8(ascii: "-")) }
    for i in start..<20 { append(digits[i]) }
  }

  /// A number of ten-thousandths with all four decimals: readers that infer types see a float always.
  public func append(tenThousandths parts: Int) {
    append(parts / 10_000)
    append(UInt8(ascii: "."))
    var divisor = 1000
    while divisor > 0 {
      append(UInt8(ascii: "0") + UInt8(parts / divisor % 10))
      divisor /= 10
    }
  }

  private func appendHexDigit(_ value: UInt8) {
    append(value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10)
  }

  /// Base64 (RFC 4648) with padding.
  public func appendBase64(_ bytes: UnsafeBufferPointer<UInt8>) {
    reserve(count + (bytes.count + 2) / 3 * 4)
    var i = 0
    while i < bytes.count {
      let have = min(3, bytes.count - i)
      var group = UInt32(bytes[i]) << 16
      if have > 1 { group |= UInt32(bytes[i + 1]) << 8 }
      if have > 2 { group |= UInt32(bytes[i + 2]) }
      for k in 0..<4 {
        append(
          k <= have ? Self.base64Digit(UInt8(truncatingIfNeeded: group >> UInt32(18 - 6 * k)) & 63) : UInt8(ascii: "="))
      }
      i += 3
    }
  }

  private static func base64Digit(_ value: UInt8) -> UInt8 {
    switch value {
    case 0..<26: UInt8(ascii: "A") + value
    case 26..<52: UInt8(ascii: "a") + value - 26
    case 52..<62: UInt8(ascii: "0") + value - 52
    case 62: UInt8(ascii: "+")
    default: UInt8(ascii: "/")
    }
  }
}
