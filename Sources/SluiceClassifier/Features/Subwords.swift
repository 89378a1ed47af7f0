internal import CKernels

/// The stretches of three to five letters of a word, its boundaries marked with `<` and `>`. They
/// carry what an unseen word shares with seen ones.
enum Subwords {
  /// The hash of every stretch.
  static func hashes(in word: UnsafeBufferPointer<UInt8>) -> [UInt64] {
    [UInt64](unsafeUninitializedCapacity: SLUICE_MOST_STRETCHES) { hashes, count in
      count = sluice_hash_stretches(word.baseAddress, word.count, hashes.baseAddress)
    }
  }
}
