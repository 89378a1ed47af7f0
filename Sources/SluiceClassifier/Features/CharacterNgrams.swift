internal import CKernels

/// The character n-grams of a word: three to five letters in a row, its boundaries marked with `<` and `>`.
/// They carry what an unseen word shares with seen ones.
package enum CharacterNgrams {
  /// The hash of every n-gram.
  package static func hashes(in word: UnsafeBufferPointer<UInt8>) -> [UInt64] {
    [UInt64](unsafeUninitializedCapacity: Int(SLUICE_MOST_NGRAMS)) { hashes, count in
      count = sluice_hash_ngrams(word.baseAddress, word.count, hashes.baseAddress)
    }
  }
}
