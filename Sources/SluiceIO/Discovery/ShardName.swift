/// What a shard's file name says: its stem, and whether it claims to be compressed. Names are hints;
/// the bytes decide.
public struct ShardName: Sendable, Hashable {
  /// Without the suffixes of format and compression.
  public let stem: String
  /// Whether the name has a suffix of JSON Lines.
  public let isShard: Bool
  /// The compression that the suffix claims; nil if it claims none.
  public let claimed: Compression?

  private static let formats = [".jsonl", ".json", ".ndjson"]

  /// - Parameter path: a name, or a path whose last part is one.
  public init(_ path: String) { self.init(path, among: Compression.all) }

  /// - Parameter compressions: those whose suffixes are known.
  package init(_ path: String, among compressions: [Compression]) {
    var rest = path
    func takeSuffix(_ suffixes: [String]) -> Bool {
      guard let suffix = suffixes.first(where: { rest.lowercased().hasSuffix($0) }) else { return false }
      rest = String(rest.dropLast(suffix.count))
      return true
    }
    claimed = compressions.first { takeSuffix($0.suffixes) }
    isShard = takeSuffix(Self.formats)
    stem = rest
  }

  /// Names of the outputs for a list of shards: stem and suffix of format and codec, or the shard's whole
  /// name where two stems are the same.
  public static func outputNames(for paths: [String], codec: OutputCompression) -> [String] {
    var uses: [String: Int] = [:]
    for path in paths { uses[ShardName(path).stem, default: 0] += 1 }
    return paths.map { path in
      let stem = ShardName(path).stem
      let isNameless = stem.isEmpty || stem.hasSuffix("/")
      return (uses[stem]! > 1 || isNameless ? path : stem) + ".jsonl" + codec.suffix
    }
  }

  /// The path of a shard's attributes: the shard's own, since Dolma pairs files by name. If the name claims a
  /// compression that can only be read, attributes are gzip and `.gz` is added to the name.
  public static func attributesPath(for path: String) -> String { attributesPath(for: path, among: Compression.all) }

  package static func attributesPath(for path: String, among compressions: [Compression]) -> String {
    // A shard whose name has that `.gz` already gets another one, so that no two shards share a path.
    var original = path
    while original.hasSuffix(OutputCompression.gzip.suffix) {
      original = String(original.dropLast(OutputCompression.gzip.suffix.count))
    }
    let claimed = ShardName(original, among: compressions).claimed
    guard let claimed, OutputCompression(claimed) == nil else { return path }
    return path + OutputCompression.gzip.suffix
  }
}
