public import SluiceCore

/// What a shard's file name says: its stem, and whether it claims to be compressed. Names are hints;
/// the bytes decide.
public struct ShardName: Sendable, Hashable {
  /// Without the suffixes of format and compression.
  public let stem: Name
  /// Whether the name has a suffix of JSON Lines.
  public let isShard: Bool
  /// The compression that the suffix claims; nil if it claims none.
  public let claimed: Compression?
  /// Whether it is the name of JSON Lines in a compression or container that is not read, such as `x.jsonl.xz`.
  let isForeign: Bool

  private static let foreign = [
    ".xz", ".bz2", ".lz4", ".lz", ".lzo", ".lzma", ".br", ".sz", ".snappy", ".z", ".zip", ".7z", ".rar", ".tar",
  ]
  private static let formats = [".jsonl", ".json", ".ndjson"]

  /// - Parameter path: a name, or a path whose last part is one.
  public init(_ path: String) { self.init(path, among: Compression.all) }

  /// - Parameter compressions: those whose suffixes are known.
  package init(_ path: String, among compressions: [Compression]) {
    var rest = Name(path)
    func takeSuffix(_ suffixes: [String]) -> Bool {
      guard let shorter = suffixes.lazy.compactMap({ rest.removing(suffixInAnyCase: $0) }).first else { return false }
      rest = shorter
      return true
    }
    let compression = compressions.first { takeSuffix($0.suffixes) }
    claimed = compression
    isForeign =
      compression == nil
      && Self.foreign.contains { suffix in
        rest.removing(suffixInAnyCase: suffix).map { ShardName($0.text, among: compressions).isShard } ?? false
      }
    isShard = takeSuffix(Self.formats)
    stem = rest
  }

  /// Names of the outputs for a list of shards: stem and suffix of format and codec. Where two stems are the same, or
  /// the output would have the name of a folder that other shards need, it is the shard's whole name instead of the
  /// stem. A name that no file can have is shortened (`FileNameLimit`).
  public static func outputNames(for paths: [Name], codec: OutputCompression) -> [Name] {
    let stems = paths.map { ShardName($0.text).stem }
    var uses: [Name: Int] = [:]
    for stem in stems { uses[stem, default: 0] += 1 }
    let folders = Set(paths.flatMap(\.ancestors))
    let suffix = ".jsonl" + codec.suffix
    return zip(paths, stems).map { path, stem in
      let name = FileNameLimit.fitting(Name(stem.text + suffix), suffix: suffix)
      let isFolder = folders.contains(name) || folders.contains(Name(PartialFile.partialPath(name.text)))
      let isNameless = stem.lastPart.isEmpty
      return uses[stem]! > 1 || isNameless || isFolder
        ? FileNameLimit.fitting(Name(path.text + suffix), suffix: suffix) : name
    }
  }

  /// The path of a shard's attributes: the shard's own, since Dolma pairs files by name. If the name claims a
  /// compression that can only be read, attributes are gzip and `.gz` is added to the name.
  public static func attributesPath(for path: Name) -> Name { attributesPath(for: path, among: Compression.all) }

  package static func attributesPath(for path: Name, among compressions: [Compression]) -> Name {
    // A shard whose name has that `.gz` already gets another one, so that no two shards share a path.
    var original = path
    while let shorter = original.removing(suffix: OutputCompression.gzip.suffix) { original = shorter }
    let claimed = ShardName(original.text, among: compressions).claimed
    guard let claimed, OutputCompression(claimed) == nil else { return path }
    return Name(path.text + OutputCompression.gzip.suffix)
  }
}
