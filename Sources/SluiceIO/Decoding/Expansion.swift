/// How far a compressed shard may expand: a small file can hold terabytes of the same line.
package enum Expansion {
  /// What a shard may decompress to before the bound applies.
  static let free = 64 << 20
  /// Text that people write shrinks to a fifth or a tenth, and logs to a hundredth.
  package static let defaultLimit = 1000

  static func isBeyond(_ limit: Int, decoded: Int, compressed: Int) -> Bool {
    decoded > free && decoded / limit > compressed
  }

  static func failure(_ limit: Int, path: String, offset: Int) -> IOFailure {
    IOFailure(
      .expandsTooMuch, path: path, offset: offset,
      "the shard expands more than \(limit) times, like a decompression bomb; if it is meant to, read it with"
        + " --max-expansion RATIO (none: no bound)")
  }
}
