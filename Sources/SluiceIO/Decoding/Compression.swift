/// A form in which shards can be read, told by a file's first bytes and never by its name.
///
/// A form that can be read need not be one that can be written: those are `OutputCompression`. To add one, write its
/// decoder in a file of this folder, describe it there as a `Compression`, and add it to `all`.
public struct Compression: Sendable, Hashable {
  package typealias MakeDecoder = @Sendable (FileSource, RestartPoint, ShardReader.Options) throws -> any StreamDecoder

  /// Every form but plain.
  static let all: [Compression] = [.gzip, .zstd]

  /// What messages call it.
  public let name: String
  /// Endings of the names of such files.
  let suffixes: [String]
  /// Byte sequences with which such files begin.
  let magics: [[UInt8]]
  let makeDecoder: MakeDecoder

  package init(_ name: String, suffixes: [String], magics: [[UInt8]], makeDecoder: @escaping MakeDecoder) {
    self.name = name
    self.suffixes = suffixes
    self.magics = magics
    self.makeDecoder = makeDecoder
  }

  /// What a file is that begins like this.
  package init(magic bytes: UnsafeBufferPointer<UInt8>) {
    self = Self.all.first { $0.magics.contains { bytes.starts(with: $0) } } ?? .plain
  }

  /// Bytes needed to tell.
  static let magicLength = all.flatMap(\.magics).map(\.count).max() ?? 0

  /// For messages: `plain, gzip or zstd`.
  static let names = {
    let names = [Compression.plain.name] + all.map(\.name)
    return names.dropLast().joined(separator: ", ") + " or " + names[names.count - 1]
  }()

  public static func == (a: Compression, b: Compression) -> Bool { a.name == b.name }

  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
