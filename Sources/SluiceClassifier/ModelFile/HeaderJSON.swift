/// A reader of just the JSON a safetensors header may hold: objects, strings and arrays of
/// non-negative integers. It does not recurse, so no input can exhaust the stack, and it reports
/// the offset where an input goes wrong.
struct HeaderJSON {
  private let bytes: UnsafeRawBufferPointer
  private let fileOffset: Int
  private let path: String
  private var position = 0

  init(bytes: UnsafeRawBufferPointer, fileOffset: Int, path: String) {
    self.bytes = bytes
    self.fileOffset = fileOffset
    self.path = path
  }

  /// Reads `{"key": value, …}`; `member` gets each key with its offset in the file, and reads the value.
  mutating func object(
    _ member: (inout HeaderJSON, String, Int) throws(ModelFileError) -> Void
  ) throws(ModelFileError) {
    try expect("{")
    if skip("}") { return }
    repeat {
      skipSpace()
      let offset = fileOffset + position
      let key = try string()
      try expect(":")
      try member(&self, key, offset)
    } while skip(",")
    try expect("}")
  }

  /// Reads `[1, 2, …]`.
  mutating func integers(atMost limit: Int) throws(ModelFileError) -> [Int] {
    var values: [Int] = []
    try expect("[")
    if skip("]") { return values }
    repeat {
      guard values.count < limit else { throw error("an array has more than \(limit) elements") }
      values.append(try integer())
    } while skip(",")
    try expect("]")
    return values
  }

  /// Reads a string, its escapes resolved.
  mutating func string() throws(ModelFileError) -> String {
    try expect("\"")
    var utf8: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: utf8, as: UTF8.self) else { throw error("a string is not UTF-8") }
        return text
      case UInt8(ascii: "\\"): try escape(into: &utf8)
      case ..<0x20: throw error("a string holds a control character")
      default: utf8.append(byte)
      }
    }
    throw error("a string does not end")
  }

  /// Checks that only white space is left.
  mutating func end() throws(ModelFileError) {
    skipSpace()
    guard position == bytes.count else { throw error("there is more after the header's object") }
  }

  private mutating func integer() throws(ModelFileError) -> Int {
    skipSpace()
    let start = position
    var value = 0
    while position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) {
      let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
      let (next, overflow2) = tens.addingReportingOverflow(Int(bytes[position] - UInt8(ascii: "0")))
      if overflow || overflow2 { throw error("a number is beyond 64 bits") }
      value = next
      position += 1
    }
    let digits = position - start
    guard digits > 0, digits == 1 || bytes[start] != UInt8(ascii: "0") else {
      throw error("a non-negative integer is expected")
    }
    return value
  }

  private mutating func escape(into utf8: inout [UInt8]) throws(ModelFileError) {
    guard position < bytes.count else { throw error("a string does not end") }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): utf8.append(byte)
    case UInt8(ascii: "b"): utf8.append(0x08)
    case UInt8(ascii: "f"): utf8.append(0x0C)
    case UInt8(ascii: "n"): utf8.append(0x0A)
    case UInt8(ascii: "r"): utf8.append(0x0D)
    case UInt8(ascii: "t"): utf8.append(0x09)
    case UInt8(ascii: "u"): utf8.append(contentsOf: try unicodeEscape())
    default: throw error("a string holds an unknown escape")
    }
  }

  private mutating func unicodeEscape() throws(ModelFileError) -> [UInt8] {
    var value = try hexadecimal()
    if (0xD800..<0xDC00).contains(value), position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
      bytes[position + 1] == UInt8(ascii: "u")
    {
      position += 2
      let low = try hexadecimal()
      guard (0xDC00..<0xE000).contains(low) else { throw error("a string holds half a surrogate pair") }
      value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(value) else { throw error("a string holds half a surrogate pair") }
    return Array(String(scalar).utf8)
  }

  private mutating func hexadecimal() throws(ModelFileError) -> UInt32 {
    guard position + 4 <= bytes.count else { throw error("a string does not end") }
    var value: UInt32 = 0
    for byte in bytes[position..<position + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw error("an escape is not hexadecimal")
      }
      value = value << 4 | UInt32(digit)
    }
    position += 4
    return value
  }

  private mutating func skipSpace() {
    while position < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[position]) { position += 1 }
  }

  private mutating func skip(_ byte: Unicode.Scalar) -> Bool {
    skipSpace()
    guard position < bytes.count, bytes[position] == UInt8(ascii: byte) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ byte: Unicode.Scalar) throws(ModelFileError) {
    guard skip(byte) else { throw error("'\(byte)' is expected") }
  }

  private func error(_ reason: String) -> ModelFileError {
    ModelFileError(path: path, offset: fileOffset + position, .malformed("in the header, \(reason)"))
  }
}
