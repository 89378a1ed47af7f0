/// Turns the compressed bytes of a shard into its content, verifying checksums on the way.
///
/// Checksums come after the data they protect: what was decoded is provisional until `decode` has
/// returned 0, which it does only when the whole stream has verified.
package protocol StreamDecoder: AnyObject {
  /// Fills as much of the memory as the input allows.
  ///
  /// - Returns: bytes written; 0 at the verified end of the stream. `memory` is not empty.
  /// - Throws: `IOFailure` with the compressed offset.
  func decode(into memory: UnsafeMutableRawBufferPointer) throws -> Int

  /// The last member or frame that began: its compressed offset, and how many bytes had been
  /// decoded before it. Decoding can start anew there.
  var restart: RestartPoint { get }
}

/// A place in a compressed shard where a fresh decoder can begin.
public struct RestartPoint: Sendable, Hashable {
  /// Offset in the compressed file, where a member or frame begins.
  public var compressed: Int
  /// Offset in the decoded shard of the first byte that it decodes to.
  public var position: Int

  /// The beginning of the shard.
  public static let start = RestartPoint(compressed: 0, position: 0)

  public init(compressed: Int, position: Int) {
    self.compressed = compressed
    self.position = position
  }
}

func makeDecoder(
  _ compression: Compression, source: FileSource, from restart: RestartPoint, options: ShardReader.Options
) throws -> any StreamDecoder {
  let decoder = try compression.makeDecoder(source, restart, options)
  return options.replaysQuarantine ? QuarantineDecoder(rows: decoder, path: source.path) : decoder
}
