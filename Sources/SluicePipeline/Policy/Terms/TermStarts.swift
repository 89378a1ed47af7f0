internal import CKernels

/// A first look at a text: where it has words that begin like one of a list's terms. Most texts have few, and the
/// words between them need not be read.
struct TermStarts: Sendable {
  /// How a term begins.
  struct Beginning: Hashable {
    /// The folded characters of its first word, no more than are looked at.
    private(set) var word: [UInt32]
    /// The first character of the second word, if the first is so short that it is looked at.
    private(set) var next: UInt32?

    init(_ word: [UInt32], next: UInt32?) {
      self.word = Array(word.prefix(TermStarts.length))
      self.next = word.count < TermStarts.length ? next : nil
    }
  }

  private static let length = Int(SLUICE_START_BYTES)
  /// One element, which stays where it is.
  private let starts: [sluice_starts]

  /// - Parameters:
  ///   - beginnings: of all terms.
  ///   - folding: how the terms and the texts are read.
  init(_ beginnings: Set<Beginning>, _ folding: CharacterFolding.View) {
    var starts = sluice_starts()
    var groups = StartGroups()
    // Short words first: they fit more texts.
    let sorted = beginnings.sorted {
      if $0.word.count != $1.word.count { return $0.word.count < $1.word.count }
      return $0.word == $1.word
        ? ($0.next ?? 0) < ($1.next ?? 0) : $0.word.lexicographicallyPrecedes($1.word)
    }
    for beginning in sorted {
      let word = beginning.word
      let first = (0...Self.length).map { place -> sluice_ascii in
        if place < min(word.count, Self.length) {
          return Self.bytes { Self.letter($0, folding) == Self.letter(word[place], folding) }
        }
        // After the word comes a sign, or a digit that no one reads as a letter.
        if place == word.count, place < Self.length {
          return Self.bytes { folding.fold($0) == CharacterFolding.separator }
        }
        // Then more signs, or the next word.
        guard place == word.count + 1, let next = beginning.next else { return Self.bytes { _ in true } }
        return Self.bytes {
          folding.fold($0) <= CharacterFolding.ignored || Self.letter($0, folding) == Self.letter(next, folding)
        }
      }
      sluice_enter_start(&starts, UInt32(groups.add(first)), first)
    }
    self.starts = [starts]
  }

  /// What a character is read as.
  private static func letter(_ scalar: UInt32, _ folding: CharacterFolding.View) -> UInt32 {
    let folded = folding.fold(scalar)
    return folding.foldsLookalikes ? CharacterFolding.letter(forDigit: folded) : folded
  }

  private static func bytes(_ include: (UInt32) -> Bool) -> sluice_ascii {
    var set = sluice_ascii()
    for byte in 0..<64 as Range<UInt32> {
      if include(byte) { set.bits.0 |= 1 << UInt64(byte) }
      if include(byte + 64) { set.bits.1 |= 1 << UInt64(byte) }
    }
    return set
  }

  /// The first place from `position` on where a word may begin like a term; nil if there is none.
  @inline(__always)
  func next(in text: UnsafeBufferPointer<UInt8>, from position: Int) -> Int? {
    let found = starts.withUnsafeBufferPointer {
      sluice_find_start(text.baseAddress, text.count, position, $0.baseAddress)
    }
    return found == text.count ? nil : found
  }
}

/// Deals words into groups, so that those of a group begin alike: a text that fits a group is then likely to begin like
/// one of its words.
private struct StartGroups {
  /// By group and place, a bit for each value that the low four bits of a byte may have.
  private var nibbles = [[UInt16]](repeating: [0, 0, 0, 0], count: Int(SLUICE_START_GROUPS))

  /// The group that grows least.
  mutating func add(_ first: [sluice_ascii]) -> Int {
    let word = first.map { set in
      (0..<64).reduce(0 as UInt16) { set.bits.0 >> $1 & 1 | set.bits.1 >> $1 & 1 == 1 ? $0 | 1 << ($1 & 15) : $0 }
    }
    func size(_ group: [UInt16]) -> Int { group.reduce(1) { $0 * $1.nonzeroBitCount } }
    let grown = nibbles.map { zip($0, word).map(|) }
    let best = nibbles.indices.min { size(grown[$0]) - size(nibbles[$0]) < size(grown[$1]) - size(nibbles[$1]) }!
    nibbles[best] = grown[best]
    return best
  }
}
