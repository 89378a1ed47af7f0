/// What a byte means to the tokenizer.
enum ByteClass {
  /// White space, and the punctuation that says nothing of harm.
  static let separator: UInt8 = 0
  static let letter: UInt8 = 1
  static let digit: UInt8 = 2
  /// Punctuation that is a token of its own.
  static let mark: UInt8 = 3
  /// First byte of a scalar beyond ASCII, or a stray byte.
  static let wide: UInt8 = 4
  /// `&`, which may begin an HTML entity.
  static let ampersand: UInt8 = 5

  /// The class of each byte, and in bit 7 whether a word that ends before the byte must be read
  /// again by the careful reader, since the byte may belong to it (`don't`, `sh1t`, `f*ck`, `café`).
  static let table: [UInt8] = (0..<256).map { byte in
    let scalar = UInt8(byte)
    var value: UInt8
    switch scalar {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): value = letter
    case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit
    case UInt8(ascii: "&"): value = ampersand
    case 0x80...: value = wide
    default: value = "!?#@$%*\"()<>{}[];:/\\=+|~^".utf8.contains(scalar) ? mark : separator
    }
    if value == digit || value == wide || value == ampersand || "'@$!*".utf8.contains(scalar) { value |= 0x80 }
    return value
  }
}
