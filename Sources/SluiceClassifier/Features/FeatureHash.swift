/// 64-bit hashes of features. Feature recipe 1: any change here makes old model files unreadable.
enum FeatureHash {
  static let seed: UInt64 = 0x9E37_79B9_7F4A_7C15
  private static let factor: UInt64 = 0xD6E8_FEB8_6659_FD93

  /// Mixes eight bytes into a hash.
  @inline(__always)
  static func mix(_ hash: UInt64, _ value: UInt64) -> UInt64 {
    let product = (hash ^ value).multipliedFullWidth(by: factor)
    return product.low ^ product.high
  }

  /// Hash of a normalised word: eight bytes at a time, the last group filled up with zeros.
  static func word(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash = seed
    var index = 0
    while index < bytes.count {
      var group: UInt64 = 0
      let length = min(8, bytes.count - index)
      for offset in 0..<length { group |= UInt64(bytes[index + offset]) << UInt64(8 * offset) }
      hash = mix(hash, group)
      index += 8
    }
    return hash
  }

  /// Hash of two words in a row.
  @inline(__always)
  static func pair(_ first: UInt64, _ second: UInt64) -> UInt64 {
    mix(first &* 0x9FB2_1C65_1E98_DF25, second &+ 0x5851_F42D_4C95_7F2D)
  }

  /// Hash of a stretch of letters inside a word, up to eight bytes in the low end of `letters`.
  @inline(__always)
  static func stretch(_ letters: UInt64) -> UInt64 { mix(seed ^ 0xA5A5_A5A5_5A5A_5A5A, letters) }

  /// Hash of a token that is not a word: a mark, a class of number, a symbol.
  @inline(__always)
  static func symbol(_ value: UInt32) -> UInt64 { mix(seed ^ 0x1234_5678_9ABC_DEF1, UInt64(value)) }
}
