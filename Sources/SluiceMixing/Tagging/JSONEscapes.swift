/// The characters of a JSON string, whether escaped or not.
package enum JSONEscapes {
  /// One character or escape at a place of a valid string.
  ///
  /// - Returns: its length in bytes and, for a character below U+0080, its value.
  @inline(__always)
  package static func unit(at i: Int, _ string: UnsafeBufferPointer<UInt8>) -> (length: Int, ascii: UInt8?) {
    let byte = string[i]
    guard byte == UInt8(ascii: "\\") else { return (1, byte < 0x80 ? byte : nil) }
    switch string[i + 1] {
    case UInt8(ascii: "u"):
      let value = hex(string, i + 2)
      return (6, value < 0x80 ? UInt8(value) : nil)
    case UInt8(ascii: "n"): return (2, 0x0a)
    case UInt8(ascii: "r"): return (2, 0x0d)
    case UInt8(ascii: "t"): return (2, 0x09)
    case UInt8(ascii: "f"): return (2, 0x0c)
    case UInt8(ascii: "b"): return (2, 0x08)
    default: return (2, string[i + 1])
    }
  }

  /// The white space between words: space and the control characters 9 to 13, as `TextMeasure.words` has it.
  @inline(__always)
  package static func isSpace(_ ascii: UInt8) -> Bool { ascii == 0x20 || (0x09...0x0d).contains(ascii) }

  /// The UTF-8 bytes that a valid string means.
  package static func decode(_ string: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    var i = 0
    while i < string.count {
      let (length, ascii) = unit(at: i, string)
      if let ascii {
        bytes.append(ascii)
      } else if length == 1 {
        bytes.append(string[i])
      } else {
        var value = hex(string, i + 2)
        if 0xd800..<0xdc00 ~= value, i + 12 <= string.count {
          value = 0x10000 + (value - 0xd800) << 10 + (hex(string, i + 8) - 0xdc00)
          i += 6
        }
        if let scalar = Unicode.Scalar(value) { bytes.append(contentsOf: Array(String(Character(scalar)).utf8)) }
      }
      i += length
    }
    return bytes
  }

  private static func hex(_ string: UnsafeBufferPointer<UInt8>, _ start: Int) -> UInt32 {
    var value: UInt32 = 0
    for byte in string[start..<start + 4] {
      let digit = byte <= UInt8(ascii: "9") ? byte - UInt8(ascii: "0") : (byte | 0x20) - UInt8(ascii: "a") + 10
      value = value << 4 | UInt32(digit)
    }
    return value
  }
}
