/// Cuts text into words, numbers and marks, all lower case and in plain letters.
///
/// A word of plain ASCII letters, which is nearly all of them in English, is cut eight bytes at a
/// time. Any other, one with `'`, a digit, a look-alike, an entity or an invisible scalar in or
/// beside it, is read by ``CarefulReader``.
enum Tokenizer {
  /// Fills the block with the tokens from `position` on.
  ///
  /// - Returns: where the next block starts; the text's end when all of it was read.
  static func fill(_ block: TokenBlock, from text: UnsafeBufferPointer<UInt8>, at position: Int) -> Int {
    block.removeAll()
    let end = text.count
    guard let base = text.baseAddress else { return end }
    return ByteClass.table.withUnsafeBufferPointer { table in
      let classes = table.baseAddress!
      var index = position
      while index < end && block.count < TokenBlock.capacity {
        let byte = base[index]
        switch classes[Int(byte)] & 0x7F {
        case ByteClass.separator: index += 1
        case ByteClass.letter: index = word(at: index, base, end, classes, block)
        case ByteClass.digit: index = number(at: index, base, end, classes, block)
        case ByteClass.mark:
          if byte == UInt8(ascii: "@") || byte == UInt8(ascii: "$"), CarefulReader.startsDisguised(base, end, index) {
            index = CarefulReader.read(at: index, base, end, block)
          } else {
            index = mark(at: index, base, end, block)
          }
        default: index = CarefulReader.read(at: index, base, end, block)
        }
      }
      return index
    }
  }

  /// A run of one mark is one token, so that rulers and rows of dots cost little.
  @inline(__always)
  private static func mark(
    at start: Int, _ base: UnsafePointer<UInt8>, _ end: Int, _ block: TokenBlock
  ) -> Int {
    let byte = base[start]
    var index = start + 1
    while index < end && base[index] == byte { index += 1 }
    let length = min(index - start, 3)
    block.append(hash: FeatureHash.symbol(UInt32(byte) | UInt32(length) << 8), start: start, end: index, spelling: -1)
    return index
  }

  /// Numbers are told apart by their length only.
  @inline(__always)
  private static func number(
    at start: Int, _ base: UnsafePointer<UInt8>, _ end: Int, _ classes: UnsafePointer<UInt8>, _ block: TokenBlock
  ) -> Int {
    var index = start + 1
    while index < end && classes[Int(base[index])] & 0x7F == ByteClass.digit { index += 1 }
    if index < end && (classes[Int(base[index])] & 0x7F == ByteClass.letter || base[index] >= 0x80),
      index - start <= 2, CarefulReader.startsDisguised(base, end, start)
    {
      return CarefulReader.read(at: start, base, end, block)
    }
    let length = min(index - start, 7)
    block.append(hash: FeatureHash.symbol(0x1_0000 | UInt32(length)), start: start, end: index, spelling: -1)
    return index
  }

  @inline(__always)
  private static func word(
    at start: Int, _ base: UnsafePointer<UInt8>, _ end: Int, _ classes: UnsafePointer<UInt8>, _ block: TokenBlock
  ) -> Int {
    var hash = FeatureHash.seed
    var index = start
    var capitals: UInt64 = 0
    var small: UInt64 = 0
    while true {
      let group = load(base, end, index)
      let letters = letterBits(group)
      let length = min((~letters & 0x8080_8080_8080_8080).trailingZeroBitCount >> 3, 8)
      if length == 0 { break }
      let mask = length == 8 ? UInt64.max : (1 << UInt64(length * 8)) &- 1
      let lower = (group | 0x2020_2020_2020_2020) & mask
      if index - start < TokenBlock.longestWord { hash = FeatureHash.mix(hash, lower) }
      capitals |= ~group & mask & 0x2020_2020_2020_2020
      small |= group & mask & 0x2020_2020_2020_2020
      index += length
      if length < 8 { break }
    }
    if index < end && classes[Int(base[index])] & 0x80 != 0, CarefulReader.goesOn(base, end, index) {
      return CarefulReader.read(at: start, base, end, block)
    }
    if index - start == 1 && index + 1 < end, let after = SpacedLetters.read(at: start, base, end, block) {
      return after
    }
    block.words += 1
    block.shouted += (small == 0 && index - start > 1) ? 1 : 0
    block.append(hash: hash, start: start, end: index, spelling: 0)
    return index
  }

  /// Eight bytes of text as an integer, zeros beyond its end.
  @inline(__always)
  private static func load(_ base: UnsafePointer<UInt8>, _ end: Int, _ index: Int) -> UInt64 {
    if index + 8 <= end { return UInt64(littleEndian: UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self)) }
    var group: UInt64 = 0
    var offset = 0
    while index + offset < end {
      group |= UInt64(base[index + offset]) << UInt64(8 * offset)
      offset += 1
    }
    return group
  }

  /// Bit 7 of each byte that is an ASCII letter.
  @inline(__always)
  private static func letterBits(_ group: UInt64) -> UInt64 {
    let low = (group | 0x2020_2020_2020_2020) & 0x7F7F_7F7F_7F7F_7F7F
    let fromA = low &+ 0x1F1F_1F1F_1F1F_1F1F
    let beyondZ = low &+ 0x0505_0505_0505_0505
    return fromA & ~beyondZ & ~group & 0x8080_8080_8080_8080
  }
}
