import Foundation
import SluiceCore
import SluiceIO
import TestSupport
import Testing

/// What can be read and what can be written are two lists: a form may be in the first alone.
struct CompressionTests {
  /// Stands for a form that can be read and not written.
  private static let readOnly = Compression("bzip2", suffixes: [".bz2", ".bzip2"], magics: [[0x42, 0x5a, 0x68]]) {
    _, _, _ in throw IOFailure(.unreadable, path: "", "never asked to decode")
  }
  private static let known = [Compression.gzip, .zstd, readOnly]

  @Test(arguments: OutputCompression.allCases)
  func whatIsWrittenCanBeReadAgain(_ compression: OutputCompression) throws {
    #expect(OutputCompression(compression.asInput) == compression)
    let codec = OutputCodec(compression)
    #expect(OutputCodec.levels(of: compression).contains(codec.level))
    let content = joined(randomLines(40, seed: 3))
    let buffer = ByteBuffer()
    try content.withUnsafeBufferPointer { try codec.makeEncoder().encode($0, into: buffer) }
    let scratch = try Scratch()
    let path = try scratch.write(Array(buffer.bytes), to: "x.jsonl" + compression.suffix)
    let reader = try ShardReader(path: path)
    #expect(reader.compression == compression.asInput)
    #expect(try joined(Reading(path).lines) == content)
    #expect(OutputCodec(named: path).compression == compression, "the name says what is in the file")
  }

  @Test(arguments: ["a/x.jsonl.bz2", "a/x.json.BZIP2", "a/x.ndjson.bz2"])
  func aReadOnlyFormHasNamesLikeAnyOther(_ path: String) {
    let name = ShardName(path, among: Self.known)
    #expect(name.stem == "a/x" && name.isShard && name.claimed == Self.readOnly)
  }

  @Test func aReadOnlyFormIsNotWritten() {
    #expect(OutputCompression(Self.readOnly) == nil)
    #expect(Compression.plain != Self.readOnly)
    for path in ["x.jsonl.bz2", "x.jsonl", "x"] { #expect(OutputCodec(named: path) == OutputCodec(.plain)) }
  }

  @Test func attributesOfAReadOnlyShardAreGzipUnderATrueName() {
    let path = ShardName.attributesPath(for: "a/x.jsonl.bz2", among: Self.known)
    #expect(path == "a/x.jsonl.bz2.gz")
    #expect(OutputCodec(named: path.text) == OutputCodec(.gzip))
  }

  @Test(arguments: ["x.jsonl", "a/x.jsonl.gz", "x.json.zst", "x.gz.gz", "x"])
  func attributesOfOtherShardsHaveTheShardsName(_ path: Name) {
    #expect(ShardName.attributesPath(for: path) == path)
    #expect(ShardName.attributesPath(for: path, among: Self.known) == path)
  }

  @Test func noTwoShardsShareAttributes() {
    let paths = ["", ".bz2", ".gz", ".bz2.gz", ".bz2.gz.gz", ".gz.bz2", ".gz.bz2.gz", ".zst", ".bz2.zst"].map {
      Name("x.jsonl" + $0)
    }
    #expect(Set(paths.map { ShardName.attributesPath(for: $0, among: Self.known) }).count == paths.count)
  }

  @Test func theCodecOfARunIsStoredAsItAlwaysWas() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let stored = #"{"compression":"zstd","level":3}"#
    #expect(try String(decoding: encoder.encode(OutputCodec(.zstd)), as: UTF8.self) == stored)
    #expect(try JSONDecoder().decode(OutputCodec.self, from: Data(stored.utf8)) == OutputCodec(.zstd))
  }

  @Test(arguments: [
    ([0x1f, 0x8b], Compression.gzip), ([0x28, 0xb5, 0x2f, 0xfd], .zstd), ([0x5a, 0x2a, 0x4d, 0x18], .zstd),
    ([0x28, 0xb5, 0x2f], .plain), ([0x7b], .plain), ([], .plain),
  ])
  func theFirstBytesTellTheForm(_ bytes: [UInt8], _ form: Compression) {
    #expect(bytes.withUnsafeBufferPointer { Compression(magic: $0) } == form)
  }
}
