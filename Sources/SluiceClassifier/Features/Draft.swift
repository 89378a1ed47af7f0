extension CarefulReader {
  /// A word being put together in the block's scratch.
  struct Draft {
    let letters: UnsafeMutablePointer<UInt8>
    var length = 0
    private var plainLetters = 0
    private var confusables = 0
    private var foreigners = 0
    private var digits = 0
    /// A hash over the scalars of other scripts, for words that are truly of one.
    private var foreignHash = FeatureHash.seed ^ 0x0F0F_F0F0_0F0F_F0F0

    init(letters: UnsafeMutablePointer<UInt8>) { self.letters = letters }

    mutating func add(_ byte: UInt8, plain: Bool) {
      if plain { plainLetters += 1 }
      if length < TokenBlock.longestWord {
        letters[length] = byte
        length += 1
      }
    }

    mutating func add(confusable byte: UInt8, scalar: UInt32) {
      confusables += 1
      foreignHash = FeatureHash.mix(foreignHash, UInt64(scalar))
      add(byte, plain: false)
    }

    mutating func add(foreign scalar: UInt32) {
      foreigners += 1
      foreignHash = FeatureHash.mix(foreignHash, UInt64(scalar))
    }

    /// Takes a digit or a sign as part of the word, if it can be.
    ///
    /// - Returns: whether the word continues.
    mutating func take(
      sign: UInt8, at index: Int, next: Int, _ base: UnsafePointer<UInt8>, _ end: Int
    ) -> Bool {
      let following: UInt8 = next < end ? base[next] : 0x20
      let inside = isLetter(following) || following >= 0x80
      if sign == UInt8(ascii: "*") {
        // Stars hide letters; any number of them is one star.
        guard length > 0, inside || following == sign || base[next - 2] == sign else { return false }
        if letters[length - 1] != sign { add(sign, plain: false) }
        return true
      }
      let letter = disguised(sign)
      if sign &- 0x30 < 10 {
        digits += 1
        // `h4te` yes, `covid19`, `mp3` and `2nd` no: two digits or an end make it a number.
        guard letter != 0, inside || signFollows(following), digits <= 2 else {
          return length == 0 && digits == 1 && inside
        }
        add(letter, plain: false)
        return true
      }
      guard inside || (sign == UInt8(ascii: "$") && (following == sign || base[next - 2] == sign)) else { return false }
      if sign == UInt8(ascii: "@") && length > 3 { return false }
      add(letter, plain: false)
      return true
    }

    @inline(__always)
    private func signFollows(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "$") || byte == UInt8(ascii: "@") }

    /// Writes the word as a token.
    func finish(from start: Int, to end: Int, _ block: TokenBlock) {
      let isForeign = foreigners > 0 ? foreigners + confusables > plainLetters : confusables > 2 && plainLetters == 0
      if foreigners > 0 || confusables > 0 { block.foreignWords += isForeign ? 1 : 0 }
      if isForeign && foreigners > 0 {
        block.append(foreignWord: foreignHash, start: start, end: end)
      } else if length > 0 {
        block.append(wordOf: length, start: start, end: end)
      }
    }
  }
}
