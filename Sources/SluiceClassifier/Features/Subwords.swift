/// The stretches of three to five letters of a word, its boundaries marked with `<` and `>`. They
/// carry what an unseen word shares with seen ones.
enum Subwords {
  static let shortest = 3
  static let longest = 5
  /// Letters of a word that are looked at.
  static let reach = 24

  /// Calls `body` with the hash of every stretch.
  @inline(__always)
  static func forEach(in word: UnsafeBufferPointer<UInt8>, _ body: (UInt64) -> Void) {
    let letters = min(word.count, reach)
    guard letters > 0 else { return }
    let last = letters + 1
    @inline(__always) func byte(_ index: Int) -> UInt64 {
      if index == 0 { return UInt64(UInt8(ascii: "<")) }
      return index == last ? UInt64(UInt8(ascii: ">")) : UInt64(word[index - 1])
    }
    for start in 0...last {
      var stretch: UInt64 = 0
      for length in 1...longest {
        let index = start + length - 1
        if index > last { break }
        stretch |= byte(index) << UInt64(8 * (length - 1))
        // The whole word is a feature already.
        if length >= shortest && length < letters + 2 { body(FeatureHash.stretch(stretch)) }
      }
    }
  }
}
