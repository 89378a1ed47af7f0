/// The first bytes of a file or of what it decompresses to, and what they show for certain.
struct ShardHead {
  /// How many bytes are looked at: enough for the lines that a rule asks about.
  static let length = 1 << 16

  /// Whether it begins like the shards that sluice reads, an object with a key, as no other format does.
  static func beginsWithDocument(_ bytes: some Collection<UInt8>) -> Bool {
    var rest = bytes[...]
    guard rest.popFirst() == UInt8(ascii: "{") else { return false }
    return rest.first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") } == UInt8(ascii: "\"")
  }

  let bytes: UnsafeBufferPointer<UInt8>
  /// Whether there is nothing after them.
  let isWhole: Bool

  /// Whether these bytes are there.
  func has(_ magic: [UInt8], at offset: Int = 0) -> Bool { bytes.dropFirst(offset).starts(with: magic) }

  /// Whether it begins with this text in any case of the letters, after white space and a byte order mark.
  func hasText(_ lowercased: StaticString) -> Bool {
    let wanted = UnsafeBufferPointer(start: lowercased.utf8Start, count: lowercased.utf8CodeUnitCount)
    return content.prefix(wanted.count).elementsEqual(wanted) { byte, letter in
      (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 == letter : byte == letter
    }
  }

  /// Whether there is a zero byte, which no text in UTF-8 has.
  var isBinary: Bool { bytes.contains(0) }

  /// Whether no line begins like a document.
  var hasNoObjects: Bool {
    var rest = content
    while !rest.isEmpty {
      if rest.first == UInt8(ascii: "{") { return false }
      rest = rest.drop { $0 != ShardReader.newline }.drop(while: TextMeasure.isWhitespace)
    }
    return true
  }

  /// From the first byte that is not white space, without a byte order mark.
  private var content: Slice<UnsafeBufferPointer<UInt8>> {
    (ByteOrderMark.isBefore(bytes) ? bytes.dropFirst(3) : bytes[...]).drop(while: TextMeasure.isWhitespace)
  }

  // MARK: JSON that is not JSON Lines

  /// Whether this is an array: its bracket alone on the first line with more after it, or all in one line. A first line
  /// that is a whole array and has others after it is a line like any other.
  var isJSONArray: Bool {
    let content = content
    guard content.first == UInt8(ascii: "[") else { return false }
    let line = content.prefix { $0 != ShardReader.newline }
    let hasMore = content[line.endIndex...].contains { !TextMeasure.isWhitespace($0) }
    let rest = line.dropFirst().drop(while: TextMeasure.isWhitespace)
    guard let next = rest.first else { return hasMore }
    if hasMore {
      // `[ {` alone, and a first element with its comma before the next: no line of JSON ends like this.
      let end = rest.last { !TextMeasure.isWhitespace($0) }
      if end == UInt8(ascii: "{"), rest.dropFirst().allSatisfy(TextMeasure.isWhitespace) { return true }
      let second = content[line.endIndex...].first { !TextMeasure.isWhitespace($0) }
      if end == UInt8(ascii: ","), second == next, Self.elements.contains(next) { return true }
    }
    let isSingle = line.endIndex == content.endIndex || (isWhole && !hasMore)
    return isSingle && Self.elements.contains(next)
  }

  private static let elements: [UInt8] = [UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\"")]

  /// Whether this is an object over several lines: its brace alone on the first line, a key and a colon after it.
  var isSpreadJSON: Bool {
    let content = content
    guard content.first == UInt8(ascii: "{") else { return false }
    let space = content.dropFirst().prefix(while: TextMeasure.isWhitespace)
    guard space.contains(ShardReader.newline) else { return false }
    var key = content[space.endIndex...]
    guard key.popFirst() == UInt8(ascii: "\"") else { return false }
    while let byte = key.popFirst() {
      switch byte {
      case UInt8(ascii: "\\"): key = key.dropFirst()
      case ShardReader.newline: return false
      case UInt8(ascii: "\""): return key.first { !TextMeasure.isWhitespace($0) } == UInt8(ascii: ":")
      default: continue
      }
    }
    return false
  }

  // MARK: Wide text

  /// Whether this is text in units of 2 or 4 bytes: a byte order mark and a character of ASCII, or the beginning of
  /// JSON in such characters alone.
  func isWide(_ width: Int) -> Bool {
    [false, true].contains { isWide(width, isBigEndian: $0) }
  }

  private func isWide(_ width: Int, isBigEndian: Bool) -> Bool {
    func unit(_ index: Int) -> UInt32? {
      let unit = bytes.dropFirst(index * width).prefix(width)
      guard unit.count == width else { return nil }
      return (isBigEndian ? Array(unit) : unit.reversed()).reduce(0) { $0 << 8 | UInt32($1) }
    }
    func isASCII(_ unit: UInt32) -> Bool { (0x20..<0x7f).contains(unit) || (9...13).contains(unit) }
    guard let first = unit(0) else { return false }
    if first == 0xfeff { return unit(1).map(isASCII) ?? isWhole }
    // Eight characters, beginning with an object or an array.
    var isOpen = false
    for index in 0..<8 {
      guard let next = unit(index) else { return isOpen && index >= 2 && isWhole }
      guard isASCII(next) else { return false }
      if !isOpen, !(9...13).contains(next), next != 0x20 {
        guard next == UInt32(UInt8(ascii: "{")) || next == UInt32(UInt8(ascii: "[")) else { return false }
        isOpen = true
      }
    }
    return isOpen
  }

  // MARK: Binary formats

  /// Whether the first 512 bytes sum up to what a tar header, of whatever version, says of them.
  var hasTarChecksum: Bool {
    guard bytes.count >= 512 else { return false }
    let field = 148..<156
    let digits = bytes[field].drop { $0 == 0x20 }.prefix { (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) }
    guard !digits.isEmpty, bytes[0] != 0 else { return false }
    let expected = digits.reduce(0) { $0 * 8 + Int($1 - UInt8(ascii: "0")) }
    let sum = (0..<512).reduce(0) { $0 + (field.contains($1) ? 0x20 : Int(bytes[$1])) }
    return sum == expected
  }

  /// Whether the length of a message of metadata follows the marker of an Arrow stream.
  var hasArrowLength: Bool {
    guard bytes.count >= 8 else { return false }
    let length = bytes[4..<8].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    return length > 0 && length < 1 << 26 && length % 8 == 0
  }
}
