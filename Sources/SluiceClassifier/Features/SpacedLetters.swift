/// Letters written apart, `l i k e  t h i s`, `l.i.k.e` or `l-i-k-e`, read as the word they make.
enum SpacedLetters {
  /// Fewest letters written apart that count as a word: `U.S.A` and `J. R. R.` stay as they are.
  private static let fewest = 4

  /// Reads a word of letters apart, if there is one at a single letter.
  ///
  /// - Returns: where the text continues; nil if this is an ordinary single letter.
  static func read(at start: Int, _ base: UnsafePointer<UInt8>, _ end: Int, _ block: TokenBlock) -> Int? {
    let gap = base[start + 1]
    guard gap == 0x20 || gap == UInt8(ascii: ".") || gap == UInt8(ascii: "-") || gap == UInt8(ascii: "_") else {
      return nil
    }
    var letters = 1
    var index = start + 1
    while index + 1 < end, base[index] == gap, isLetter(base[index + 1]) {
      if index + 2 < end && isLetter(base[index + 2]) { break }
      letters += 1
      index += 2
    }
    guard letters >= fewest else { return nil }
    let spelling = block.spellings + block.count * TokenBlock.longestWord
    let kept = min(letters, TokenBlock.longestWord)
    for letter in 0..<kept { spelling[letter] = base[start + 2 * letter] | 0x20 }
    block.append(wordOf: kept, start: start, end: index)
    return index
  }

  @inline(__always)
  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
}
