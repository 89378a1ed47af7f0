/// How a shard is compressed, told by its first bytes and never by its name.
public enum Compression: String, CaseIterable, Sendable, Codable {
  case plain, gzip, zstd

  /// Bytes needed to tell.
  static let magicLength = 4

  init(magic bytes: UnsafeBufferPointer<UInt8>) {
    if bytes.count >= 2, bytes[0] == 0x1f, bytes[1] == 0x8b {
      self = .gzip
    } else if bytes.count >= 4, Self.isZstd(bytes[0], bytes[1], bytes[2], bytes[3]) {
      self = .zstd
    } else {
      self = .plain
    }
  }

  /// A zstd frame (RFC 8878, 3.1.1), or a skippable frame (3.1.2) before one.
  private static func isZstd(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) -> Bool {
    (a == 0x28 && b == 0xb5 && c == 0x2f && d == 0xfd) || (a & 0xf0 == 0x50 && b == 0x2a && c == 0x4d && d == 0x18)
  }

  /// What files of this form are called, after `.jsonl`.
  public var suffix: String {
    switch self {
    case .plain: ""
    case .gzip: ".gz"
    case .zstd: ".zst"
    }
  }
}
