/// One scalar of text as a reader sees it: decoded from UTF-8, or from an HTML entity.
struct TextUnit {
  var meaning: FoldedScalar
  var scalar: UInt32
  var end: Int

  /// Reads the unit at `index`, which is below `end`. Broken UTF-8 is skipped one byte at a time.
  static func read(_ base: UnsafePointer<UInt8>, _ end: Int, _ index: Int) -> TextUnit {
    let byte = base[index]
    if byte == UInt8(ascii: "&") {
      if let entity = Entity.read(base, end, index) { return unit(entity.scalar, entity.end) }
      return TextUnit(meaning: .other, scalar: 0x26, end: index + 1)
    }
    if byte < 0x80 { return unit(UInt32(byte), index + 1) }
    let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC2 ? 2 : 1
    guard length > 1, index + length <= end else { return TextUnit(meaning: .other, scalar: 0xFFFD, end: index + 1) }
    var scalar = UInt32(byte) & (0x7F >> UInt32(length))
    for offset in 1..<length {
      let next = base[index + offset]
      guard next & 0xC0 == 0x80 else { return TextUnit(meaning: .other, scalar: 0xFFFD, end: index + 1) }
      scalar = scalar << 6 | UInt32(next & 0x3F)
    }
    return unit(scalar, index + length)
  }

  private static func unit(_ scalar: UInt32, _ end: Int) -> TextUnit {
    if scalar >= 0x80 { return TextUnit(meaning: ScalarFolding.fold(scalar), scalar: scalar, end: end) }
    let byte = UInt8(scalar)
    switch byte {
    case _ where CarefulReader.isLetter(byte) || byte &- 0x30 < 10,
      UInt8(ascii: "@"), UInt8(ascii: "$"), UInt8(ascii: "!"), UInt8(ascii: "*"):
      return TextUnit(meaning: .same(byte), scalar: scalar, end: end)
    default:
      return TextUnit(meaning: byte == UInt8(ascii: "'") ? .apostrophe : .other, scalar: scalar, end: end)
    }
  }
}

/// The HTML entities that turn up in crawled text.
enum Entity {
  private static let named: [(StaticString, UInt32)] = [
    ("amp;", 0x26), ("lt;", 0x3C), ("gt;", 0x3E), ("quot;", 0x22), ("apos;", 0x27), ("nbsp;", 0xA0), ("shy;", 0xAD),
    ("rsquo;", 0x2019), ("lsquo;", 0x2018), ("zwnj;", 0x200C), ("zwj;", 0x200D), ("ZeroWidthSpace;", 0x200B),
    ("eacute;", 0xE9), ("ndash;", 0x2013), ("mdash;", 0x2014), ("hellip;", 0x2026),
  ]

  /// Decodes the entity at `&`.
  static func read(_ base: UnsafePointer<UInt8>, _ end: Int, _ index: Int) -> (scalar: UInt32, end: Int)? {
    var position = index + 1
    guard position < end else { return nil }
    guard base[position] == UInt8(ascii: "#") else {
      for (name, scalar) in named where position + name.utf8CodeUnitCount <= end {
        var matches = true
        for offset in 0..<name.utf8CodeUnitCount where base[position + offset] != name.utf8Start[offset] {
          matches = false
          break
        }
        if matches { return (scalar, position + name.utf8CodeUnitCount) }
      }
      return nil
    }
    position += 1
    let isHexadecimal = position < end && base[position] | 0x20 == UInt8(ascii: "x")
    if isHexadecimal { position += 1 }
    var value: UInt32 = 0
    var digits = 0
    while position < end, digits < 8 {
      let byte = base[position]
      if byte &- 0x30 < 10 {
        value = value * (isHexadecimal ? 16 : 10) + UInt32(byte - 0x30)
      } else if isHexadecimal, (byte | 0x20) &- 0x61 < 6 {
        value = value * 16 + UInt32((byte | 0x20) - 0x61) + 10
      } else {
        break
      }
      if value > 0x10_FFFF { return nil }
      digits += 1
      position += 1
    }
    guard digits > 0, position < end, base[position] == UInt8(ascii: ";"), value > 0 else { return nil }
    return (value, position + 1)
  }
}
