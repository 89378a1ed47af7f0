internal import Foundation
internal import SluiceCore
internal import SluiceIO

/// `OUT/manifest.json`: what a mix holds and what it was made from. Holds no time and nothing that depends on
/// the machine but the runs' paths, so that equal mixes have equal manifests.
public struct MixManifest: Sendable, Hashable, Codable {
  public struct RecipeFacts: Sendable, Hashable, Codable {
    public var name: String
    public var sha256: String
    public var seed: UInt64
    public var tag: String
  }

  public struct Run: Sendable, Hashable, Codable {
    /// Absolute.
    public var folder: String
    public var modelSHA256: String
    public var policySHA256: String
    /// Entry hash of the run's last committed shard.
    public var chainHead: String
    /// Scored documents of each level, 0 to 5.
    public var documentsByScore: [Int]
  }

  public struct Input: Sendable, Hashable, Codable {
    public var component: String
    /// Index into `runs`.
    public var run: Int
    /// Below the run's folder.
    public var path: String
    public var sha256: String
  }

  /// Counts: documents, words (runs of bytes other than ASCII white space), UTF-8 bytes of the texts, and
  /// tokens by the estimator.
  public struct Counts: Sendable, Hashable, Codable {
    public var documents: Int
    public var words: Int
    public var textBytes: Int
    public var tokens: Int

    init(_ size: MixSize, _ ruler: MixRuler) {
      documents = size.documents
      words = size.words
      textBytes = size.textBytes
      tokens = ruler.tokens(size.weight)
    }
  }

  public struct Component: Sendable, Hashable, Codable {
    public var name: String
    public var from: String
    /// What the runs have of it after its filters, and what the mix holds, copies counted.
    public var available: Counts
    public var taken: Counts
    /// Different documents in the mix.
    public var originals: Int
    /// Part of the mix's tokens.
    public var share: Double
    /// How often the document occurs that occurs most.
    public var copies: Int
    public var begin: Double
    public var end: Double
    /// Documents left out, by reason.
    public var leftOut: [String: Int]
  }

  public struct Phase: Sendable, Hashable, Codable {
    /// Fractions of the mix's tokens, as the recipe has them.
    public var begin: Double
    public var end: Double
    /// Tokens of each component.
    public var tokens: [String: Int]
  }

  public struct Shard: Sendable, Hashable, Codable {
    /// Below the mix's folder.
    public var path: String
    public var phase: Int
    public var counts: Counts
    /// Documents of each component.
    public var components: [String: Int]
    /// Of the compressed file.
    public var bytes: Int
    public var sha256: String
  }

  public static let currentFormat = 1
  public static let name = "manifest.json"

  public var format = Self.currentFormat
  public var sluiceVersion = SluiceCore.sluiceVersion
  public var recipe: RecipeFacts
  public var layout: String
  public var codec: String
  public var tokenEstimator: String
  public var bytesPerToken: Double
  public var runs: [Run]
  public var inputs: [Input]
  public var total: Counts
  public var components: [Component]
  public var phases: [Phase]
  /// In the order of training.
  public var shards: [Shard] = []

  func json() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
  }

  /// - Returns: nil if the folder has none.
  /// - Throws: `MixFailure` if it is not one that this version reads.
  public static func read(folder: String) throws -> MixManifest? {
    let path = folder + "/" + name
    guard Folders.exists(path) else { return nil }
    let data = Data(try SmallFile.bytes(of: path, limit: 1 << 30))
    guard let manifest = try? JSONDecoder().decode(MixManifest.self, from: data), manifest.format == currentFormat
    else {
      throw MixFailure(path: path, "not the manifest of a mix this version reads")
    }
    return manifest
  }

  /// How the documents' files are called, for globs.
  var pattern: String { "**/*.jsonl" + (Compression(rawValue: codec)?.suffix ?? "") }

  /// What an earlier mix was made from otherwise.
  func differences(from then: MixManifest) -> [ConditionsChanged.Difference] {
    var differences: [ConditionsChanged.Difference] = []
    func compare(_ what: String, _ then: String, _ now: String) {
      if then != now { differences.append(.init(what: what, then: then, now: now)) }
    }
    compare("sluice version", then.sluiceVersion, sluiceVersion)
    compare("recipe sha256", then.recipe.sha256, recipe.sha256)
    compare("layout", then.layout, layout)
    compare("codec", then.codec, codec)
    compare("runs", "\(then.runs.map(\.folder))", "\(runs.map(\.folder))")
    if then.runs != runs { compare("runs' records", "as then", "other model, policy or shards") }
    if then.inputs != inputs { compare("inputs", then.inputs.count.counted("file"), "other files or contents") }
    return differences
  }
}
