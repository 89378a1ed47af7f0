/// Reads a word that is not just ASCII letters: accents, confusables from other scripts, invisible
/// scalars, entities, apostrophes, digits and signs that stand for letters, stars that hide them.
enum CarefulReader {
  /// Whether digits or a sign begin a disguised word, such as `a` written `@` in a word of four letters.
  static func startsDisguised(_ base: UnsafePointer<UInt8>, _ end: Int, _ index: Int) -> Bool {
    var letters = 0
    var disguises = 0
    var position = index
    while position < end, position - index < 12 {
      if isLetter(base[position]) {
        letters += 1
      } else if disguised(base[position]) != 0 {
        disguises += 1
      } else {
        break
      }
      position += 1
    }
    if position < end, base[position] &- 0x30 < 10 || base[position] >= 0x80 { return false }
    return base[index] == UInt8(ascii: "@") ? letters == 2 || letters == 3 : letters >= 3 && disguises <= 2
  }

  /// Reads the word at `start`, or skips one scalar that does not begin one.
  static func read(at start: Int, _ base: UnsafePointer<UInt8>, _ end: Int, _ block: TokenBlock) -> Int {
    var word = Draft(letters: block.spellings + block.count * TokenBlock.longestWord)
    var index = start
    loop: while index < end {
      let unit = TextUnit.read(base, end, index)
      switch unit.meaning {
      case .same(let byte):
        if isLetter(byte) {
          word.add(byte | 0x20, plain: true)
        } else if byte &- 0x30 < 10 || byte == UInt8(ascii: "@") || byte == UInt8(ascii: "$")
          || byte == UInt8(ascii: "!") || byte == UInt8(ascii: "*")
        {
          guard word.take(sign: byte, at: index, next: unit.end, base, end) else { break loop }
        } else {
          // A decoded entity that is not a letter ends the word and is skipped with it.
          if index == start { index = unit.end }
          break loop
        }
      case .confusable(let byte): word.add(confusable: byte, scalar: unit.scalar)
      case .foreign: word.add(foreign: unit.scalar)
      case .invisible: break
      case .apostrophe:
        guard word.length > 0, unit.end < end, isLetter(base[unit.end]) || base[unit.end] >= 0x80 else {
          if index == start { index = unit.end }
          break loop
        }
      case .other:
        if index == start { return symbol(unit, start, block) }
        break loop
      }
      index = unit.end
    }
    if index == start { index = TextUnit.read(base, end, start).end }
    word.finish(from: start, to: index, block)
    return index
  }

  private static func symbol(_ unit: TextUnit, _ start: Int, _ block: TokenBlock) -> Int {
    // Typographic spaces and punctuation say nothing; emoji and the like are tokens.
    if unit.scalar >= 0x2190 && !(0x3000...0x303F).contains(unit.scalar) && unit.scalar != 0xFFFD {
      block.append(hash: FeatureHash.symbol(unit.scalar &+ 0x10_0000), start: start, end: unit.end)
    }
    return unit.end
  }

  /// The letter that a digit or sign stands for inside a word; 0 if none.
  @inline(__always)
  static func disguised(_ byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "0"): UInt8(ascii: "o")
    case UInt8(ascii: "1"), UInt8(ascii: "!"): UInt8(ascii: "i")
    case UInt8(ascii: "3"): UInt8(ascii: "e")
    case UInt8(ascii: "4"), UInt8(ascii: "@"): UInt8(ascii: "a")
    case UInt8(ascii: "5"), UInt8(ascii: "$"): UInt8(ascii: "s")
    case UInt8(ascii: "7"): UInt8(ascii: "t")
    default: 0
    }
  }

  @inline(__always)
  static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
}
