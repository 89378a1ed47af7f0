/// What a shard's file name says: its stem, and whether it claims to be compressed. Names are hints;
/// the bytes decide.
public struct ShardName: Sendable, Hashable {
  /// Without the suffixes of form and compression.
  public let stem: String
  /// Whether the suffix is one that shards have.
  public let isShard: Bool
  /// What the suffix claims; nil if it claims nothing.
  public let claimed: Compression?

  private static let forms = [".jsonl", ".json", ".ndjson"]
  private static let compressions: [(String, Compression)] = [
    (".gz", .gzip), (".gzip", .gzip), (".zst", .zstd), (".zstd", .zstd),
  ]

  /// - Parameter path: a name, or a path whose last part is one.
  public init(_ path: String) {
    var rest = path
    let compression = Self.compressions.first { rest.lowercased().hasSuffix($0.0) }
    if let compression { rest = String(rest.dropLast(compression.0.count)) }
    let form = Self.forms.first { rest.lowercased().hasSuffix($0) }
    if let form { rest = String(rest.dropLast(form.count)) }
    stem = rest
    isShard = form != nil
    claimed = compression?.1
  }

  /// Names of the outputs for a list of shards: stem and suffix of form and codec, or the shard's whole
  /// name where two stems are the same.
  public static func outputNames(for paths: [String], codec: Compression) -> [String] {
    var uses: [String: Int] = [:]
    for path in paths { uses[ShardName(path).stem, default: 0] += 1 }
    return paths.map { path in
      let stem = ShardName(path).stem
      let isNameless = stem.isEmpty || stem.hasSuffix("/")
      return (uses[stem]! > 1 || isNameless ? path : stem) + ".jsonl" + codec.suffix
    }
  }
}
