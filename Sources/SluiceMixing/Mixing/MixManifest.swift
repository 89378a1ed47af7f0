internal import Foundation
internal import SluiceCore
internal import SluiceIO
internal import SluiceLedger
internal import SluiceRun

/// `OUT/manifest.json`: what a mix holds and what it was made from. Holds no time and nothing that depends on
/// the machine but the runs' paths, so that equal mixes have equal manifests.
package struct MixManifest: Sendable, Hashable, Codable {
  package struct RecipeFacts: Sendable, Hashable, Codable {
    package var name: String
    package var sha256: String
    package var seed: UInt64
    package var tag: String
  }

  package struct Run: Sendable, Hashable, Codable {
    /// Absolute.
    package var folder: String
    package var modelSHA256: String
    package var policySHA256: String
    /// Entry hash of the run's last committed shard.
    package var chainHead: String
    /// Scored documents of each level, 0 to 5.
    package var documentsByScore: [Int]
  }

  package struct Input: Sendable, Hashable, Codable {
    package var component: String
    /// Index into `runs`.
    package var run: Int
    /// Below the run's folder.
    package var path: String
    package var sha256: String
  }

  /// Counts: documents, words (runs of bytes other than ASCII white space), UTF-8 bytes of the texts, and
  /// tokens by the estimator.
  package struct Counts: Sendable, Hashable, Codable {
    package var documents: Int
    package var words: Int
    package var textBytes: Int
    package var tokens: Int

    init(_ size: MixSize, _ ruler: MixRuler) {
      documents = size.documents
      words = size.words
      textBytes = size.textBytes
      tokens = ruler.tokens(size.weight)
    }
  }

  package struct Component: Sendable, Hashable, Codable {
    package var name: String
    package var from: String
    /// What the runs have of it after its filters, and what the mix holds, copies counted.
    package var available: Counts
    package var taken: Counts
    /// Different documents in the mix.
    package var originals: Int
    /// Part of the mix's tokens.
    package var share: Double
    /// How often the document occurs that occurs most.
    package var copies: Int
    package var begin: Double
    package var end: Double
    /// Documents left out, by reason.
    package var leftOut: [String: Int]
  }

  package struct Phase: Sendable, Hashable, Codable {
    /// Fractions of the mix's tokens, as the recipe has them.
    package var begin: Double
    package var end: Double
    /// Tokens of each component.
    package var tokens: [String: Int]
  }

  package struct Shard: Sendable, Hashable, Codable {
    /// Below the mix's folder.
    package var path: String
    package var phase: Int
    package var counts: Counts
    /// Documents of each component.
    package var components: [String: Int]
    /// Of the compressed file.
    package var bytes: Int
    package var sha256: String
  }

  package static let currentFormat = 1
  package static let name = "manifest.json"

  package var format = Self.currentFormat
  package var sluiceVersion = SluiceCore.sluiceVersion
  package var recipe: RecipeFacts
  package var layout: String
  package var codec: String
  package var tokenEstimator: String
  package var bytesPerToken: Double
  package var runs: [Run]
  package var inputs: [Input]
  package var total: Counts
  package var components: [Component]
  package var phases: [Phase]
  /// In the order of training.
  package var shards: [Shard] = []

  func json() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
  }

  /// - Returns: nil if the folder has none.
  /// - Throws: `MixFailure` if it is not one that this version reads.
  package static func read(folder: String) throws -> MixManifest? {
    let path = folder + "/" + name
    guard Folders.exists(path) else { return nil }
    let data = Data(try SmallFile.bytes(of: path, limit: 1 << 30))
    guard let manifest = try? JSONDecoder().decode(MixManifest.self, from: data), manifest.format == currentFormat,
      (1...64).contains(manifest.bytesPerToken)
    else {
      throw MixFailure(path: path, "not the manifest of a mix this version reads")
    }
    return manifest
  }

  /// How the documents' files are called, for globs.
  var pattern: String { "**/*.jsonl" + (OutputCompression(rawValue: codec)?.suffix ?? "") }

  /// Whether a folder holds a mix, and not a run.
  package static func isMix(_ folder: String) -> Bool {
    !Folders.exists(Ledger.path(in: folder)) && Folders.exists(folder + "/" + name)
  }

  /// What an earlier mix was made from otherwise.
  func differences(from then: MixManifest) -> [Drift.Difference] {
    var differences = Drift.differences([
      ("sluice version", then.sluiceVersion, sluiceVersion), ("recipe sha256", then.recipe.sha256, recipe.sha256),
      ("layout", then.layout, layout), ("codec", then.codec, codec),
      ("runs", "\(then.runs.map(\.folder))", "\(runs.map(\.folder))"),
    ])
    if then.runs != runs {
      differences.append(.init(what: "runs' records", then: "as then", now: "other model, policy or shards"))
    }
    if then.inputs != inputs {
      differences.append(
        .init(what: "inputs", then: then.inputs.count.counted("file"), now: "other files or contents"))
    }
    return differences
  }
}
