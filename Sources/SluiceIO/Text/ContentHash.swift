internal import CXXHash

/// The hash that names a text: XXH3, 64 bits, seed 0, of its UTF-8 bytes. Any xxHash tool recomputes it.
public enum ContentHash {
  /// Hashes bytes; linear time, no allocation.
  public static func of(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    guard let base = bytes.baseAddress else { return sluice_xxh3_64("", 0) }
    return sluice_xxh3_64(base, bytes.count)
  }

  /// Sixteen lower-case hex digits, as in the ledger.
  public static func hex(_ hash: UInt64) -> String {
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
