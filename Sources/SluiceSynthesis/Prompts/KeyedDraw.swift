internal import SluiceCore
internal import SluiceIO

/// Random numbers that follow from a seed, a purpose and a document's key: a rerun draws the same.
enum KeyedDraw {
  static func generator(seed: UInt64, _ purpose: String, _ key: String) -> SplitMix64 {
    let digest = SHA256Digest.hex(of: "sluice draw\n\(seed)\n\(purpose)\n\(key)".utf8)
    return SplitMix64(seed: UInt64(digest.prefix(16), radix: 16)!)
  }
}
