/// A form in which files are written. Each can be read again; not every form that can be read is written.
public enum OutputCompression: String, CaseIterable, Sendable, Codable {
  /// No compression.
  case plain
  /// gzip, one member per frame.
  case gzip
  /// zstd, independent frames.
  case zstd

  /// The form as it is read.
  public var asInput: Compression {
    switch self {
    case .plain: .plain
    case .gzip: .gzip
    case .zstd: .zstd
    }
  }

  /// Nil if the form can only be read.
  public init?(_ compression: Compression) {
    guard let form = Self.allCases.first(where: { $0.asInput == compression }) else { return nil }
    self = form
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
