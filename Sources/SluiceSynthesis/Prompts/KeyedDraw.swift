internal import SluiceIO

/// Chance that follows from a seed, a purpose and a document's key: a resume draws the same.
struct KeyedDraw: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64, _ purpose: String, _ key: String) {
    let digest = SHA256Digest.hex(of: "sluice draw\n\(seed)\n\(purpose)\n\(key)".utf8)
    state = UInt64(digest.prefix(16), radix: 16)!
  }

  /// SplitMix64.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
