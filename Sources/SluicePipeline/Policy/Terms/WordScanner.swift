/// Walks the words of a UTF-8 text, hashing their folded characters. A word is a run of letters and
/// digits; what `CharacterFolding` ignores does not interrupt it.
struct WordScanner {
  struct Word {
    var start: Int
    /// After the last byte that is not a separator.
    var end: Int
    /// Of the folded characters.
    var hash: UInt64
    /// Whether digits were read as letters.
    var digitsFolded: Bool
  }

  static let emptyHash: UInt64 = 0xcbf2_9ce4_8422_2325

  @inline(__always)
  static func extend(_ hash: UInt64, _ character: UInt32) -> UInt64 { (hash ^ UInt64(character)) &* 0x100_0000_01b3 }

  private var position = 0

  /// The next word; nil at the end of the text.
  @inline(__always)
  mutating func next(_ text: UnsafeBufferPointer<UInt8>, _ folding: CharacterFolding.View) -> Word? {
    var hash = Self.emptyHash
    var hashWithDigitsFolded = Self.emptyHash
    var start = position
    var characters = 0
    var hasLetter = false
    var end = position
    while position < text.count {
      let at = position
      let folded = folding.fold(Self.decode(text, &position))
      if folded == CharacterFolding.ignored { continue }
      if folded == CharacterFolding.separator {
        if characters > 0 { break }
        continue
      }
      if characters == 0 { start = at }
      characters += 1
      end = position
      hash = Self.extend(hash, folded)
      if folding.foldsLookalikes {
        if !CharacterFolding.isDigit(folded) { hasLetter = true }
        hashWithDigitsFolded = Self.extend(hashWithDigitsFolded, CharacterFolding.letter(forDigit: folded))
      }
    }
    if characters == 0 { return nil }
    return Word(start: start, end: end, hash: hasLetter ? hashWithDigitsFolded : hash, digitsFolded: hasLetter)
  }

  /// Goes to the next word that begins like a term. Call between words.
  ///
  /// - Returns: false if there is none.
  @inline(__always)
  mutating func skip(
    to starts: TermStarts, _ text: UnsafeBufferPointer<UInt8>, _ folding: CharacterFolding.View
  ) -> Bool {
    while let place = starts.next(in: text, from: position) {
      let from = position
      position = place
      if place == from || Self.isAfterSeparator(place, since: from, text, folding) { return true }
      // In the midst of a word: after a digit, or a letter outside ASCII.
      leaveWord(text, folding)
    }
    return false
  }

  /// Goes on until after a separator.
  private mutating func leaveWord(_ text: UnsafeBufferPointer<UInt8>, _ folding: CharacterFolding.View) {
    while position < text.count {
      if folding.fold(Self.decode(text, &position)) == CharacterFolding.separator { return }
    }
  }

  /// Whether what comes before a place is a separator, or invisible characters after one or after `start`.
  private static func isAfterSeparator(
    _ place: Int, since start: Int, _ text: UnsafeBufferPointer<UInt8>, _ folding: CharacterFolding.View
  ) -> Bool {
    var end = place
    while end > start {
      var begin = end - 1
      while begin > start, text[begin] & 0xC0 == 0x80 { begin -= 1 }
      var next = begin
      let folded = folding.fold(decode(text, &next))
      if folded == CharacterFolding.separator { return true }
      if folded != CharacterFolding.ignored { return false }
      end = begin
    }
    return true
  }

  /// Calls `body` with each folded character of a word.
  @inline(__always)
  static func forEachCharacter(
    of word: Word, in text: UnsafeBufferPointer<UInt8>, _ folding: CharacterFolding.View,
    _ body: (UInt32) -> Void
  ) {
    var position = word.start
    while position < word.end {
      let folded = folding.fold(decode(text, &position))
      if folded <= CharacterFolding.ignored { continue }
      body(word.digitsFolded ? CharacterFolding.letter(forDigit: folded) : folded)
    }
  }

  /// Reads one scalar. A damaged sequence yields its first byte's bits and never reads past the end.
  @inline(__always)
  static func decode(_ text: UnsafeBufferPointer<UInt8>, _ position: inout Int) -> UInt32 {
    let first = UInt32(text[position])
    position += 1
    if first < 0x80 { return first }
    let extra = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1
    if position + extra > text.count { return 0x20 }
    var scalar = first & (0x3F >> UInt32(extra))
    for _ in 0..<extra {
      scalar = scalar << 6 | UInt32(text[position]) & 0x3F
      position += 1
    }
    return scalar
  }
}
