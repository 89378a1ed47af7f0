/// The distinct words of a term list, by number.
struct WordTable: Sendable {
  /// Folded characters of all words.
  private var characters: [UInt32] = []
  private var ends: [Int] = []
  private var hashes: [UInt64] = []
  /// A word's number plus one; 0 is empty. At most half full.
  private var slots = [Int32](repeating: 0, count: 64)

  /// The numbers of a term's words, adding new words.
  mutating func insertWords(of term: String, _ folding: CharacterFolding.View) -> [Int32] {
    var term = term
    return term.withUTF8 { text in
      var scanner = WordScanner()
      var numbers: [Int32] = []
      while let word = scanner.next(text, folding) {
        let found = find(word, in: text, folding)
        numbers.append(found >= 0 ? found : insert(word, in: text, folding))
      }
      return numbers
    }
  }

  /// A word's folded characters.
  func characters(of number: Int32) -> [UInt32] {
    Array(characters[(number == 0 ? 0 : ends[Int(number) - 1])..<ends[Int(number)]])
  }

  private mutating func insert(
    _ word: WordScanner.Word, in text: UnsafeBufferPointer<UInt8>, _ folding: CharacterFolding.View
  ) -> Int32 {
    WordScanner.forEachCharacter(of: word, in: text, folding) { characters.append($0) }
    ends.append(characters.count)
    hashes.append(word.hash)
    if ends.count * 2 > slots.count {
      slots = [Int32](repeating: 0, count: slots.count * 2)
      for (number, hash) in hashes.enumerated() { place(Int32(number), hash) }
    } else {
      place(Int32(ends.count - 1), word.hash)
    }
    return Int32(ends.count - 1)
  }

  private mutating func place(_ number: Int32, _ hash: UInt64) {
    var slot = Self.slot(hash, slots.count)
    while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = number + 1
  }

  /// The number of a text's word; -1 if no term contains it.
  @inline(__always)
  func find(
    _ word: WordScanner.Word, in text: UnsafeBufferPointer<UInt8>, _ folding: CharacterFolding.View
  ) -> Int32 {
    var slot = Self.slot(word.hash, slots.count)
    while slots[slot] != 0 {
      let number = Int(slots[slot]) - 1
      if hashes[number] == word.hash, isEqual(number, word, text, folding) { return Int32(number) }
      slot = (slot + 1) & (slots.count - 1)
    }
    return -1
  }

  private func isEqual(
    _ number: Int, _ word: WordScanner.Word, _ text: UnsafeBufferPointer<UInt8>, _ folding: CharacterFolding.View
  ) -> Bool {
    var k = number == 0 ? 0 : ends[number - 1]
    let end = ends[number]
    var same = true
    WordScanner.forEachCharacter(of: word, in: text, folding) { character in
      if k >= end || characters[k] != character { same = false }
      k += 1
    }
    return same && k == end
  }

  @inline(__always)
  private static func slot(_ hash: UInt64, _ count: Int) -> Int {
    Int(truncatingIfNeeded: hash ^ hash >> 32) & (count - 1)
  }
}
