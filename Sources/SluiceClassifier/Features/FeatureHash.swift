internal import CKernels

/// 64-bit hashes of features, as CKernels defines them (Hashes.h).
package enum FeatureHash {
  package static let seed: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// Mixes eight bytes into a hash; not a feature's.
  @inline(__always)
  package static func mix(_ hash: UInt64, _ value: UInt64) -> UInt64 {
    let product = (hash ^ value).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    return product.low ^ product.high
  }

  /// Hash of a normalised word.
  static func word(_ letters: UnsafeBufferPointer<UInt8>) -> UInt64 {
    sluice_hash_word(letters.baseAddress, letters.count)
  }

  /// Hash of two tokens in a row.
  package static func pair(_ first: UInt64, _ second: UInt64) -> UInt64 { sluice_hash_pair(first, second) }

  /// Hash of a token that is not a word: a symbol.
  static func symbol(_ value: UInt32) -> UInt64 { sluice_hash_symbol(value) }
}
