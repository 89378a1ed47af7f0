internal import CKernels

/// Cuts text into words, numbers and marks, all lower case and in plain letters.
///
/// A word of plain ASCII letters, which is nearly all of them in English, is cut by `sluice_cut`. Any other,
/// one with `'`, a digit, a confusable, an entity or an invisible scalar in or beside it, is read by
/// ``CarefulReader``.
package enum Tokenizer {
  /// Fills the block with the tokens from `position` on.
  ///
  /// - Returns: where the next block starts; the text's end when all of it was read.
  package static func fill(_ block: TokenBlock, from text: UnsafeBufferPointer<UInt8>, at position: Int) -> Int {
    block.removeAll()
    guard let base = text.baseAddress else { return 0 }
    let end = text.count
    var index = position
    var isPlain = false
    while true {
      let stop = sluice_cut(base, end, &index, isPlain, block.tokens)
      isPlain = false
      switch stop {
      case SLUICE_CAREFUL: index = CarefulReader.read(at: index, base, end, block)
      case SLUICE_MAYBE_SPACED:
        if let after = SpacedLetters.read(at: index, base, end, block) { index = after } else { isPlain = true }
      case SLUICE_MAYBE_DISGUISED:
        if CarefulReader.startsDisguised(base, end, index) {
          index = CarefulReader.read(at: index, base, end, block)
        } else {
          isPlain = true
        }
      default: return index
      }
    }
  }
}
