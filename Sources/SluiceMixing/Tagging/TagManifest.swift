internal import Foundation
internal import SluiceCore
internal import SluiceIO
internal import SluiceRun

/// `DIR/tagged/manifest.json`: what was tagged how. Written last, so that where it is, the files are whole.
package struct TagManifest: Sendable, Hashable, Codable {
  package struct File: Sendable, Hashable, Codable {
    /// Below the run's folder.
    package var path: String
    package var rows: Int
    package var bytes: Int
    package var sha256: String
  }

  package static let currentFormat = 1
  static let name = "manifest.json"

  package var format = Self.currentFormat
  package var sluiceVersion = SluiceCore.sluiceVersion
  package var settings: TagSettings
  /// Queue files that were read, with their digests.
  package var inputs: [File] = []
  package var files: [File] = []
  /// Documents that were left out because their text holds the tag.
  package var quarantine: [File] = []
  /// Documents of the queues, of any level.
  package var documents = 0
  package var taggedDocuments = 0
  /// Words of the tagged documents, and those of them that could have got a tag: all but each first.
  package var words = 0
  package var candidates = 0
  package var tags = 0
  package var quarantinedDocuments = 0
  package var escapedDocuments = 0
  /// Keys of documents whose text held the tag; the first hundred, by queue file and line.
  package var collisions: [String] = []

  init(settings: TagSettings) { self.settings = settings }

  func json() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
  }

  /// - Returns: nil if the run has none.
  /// - Throws: `MixFailure` if it is not one that this version reads.
  package static func read(run folder: String) throws -> TagManifest? {
    let path = "\(folder)/tagged/\(name)"
    guard Folders.exists(path) else { return nil }
    let data = Data(try SmallFile.bytes(of: path, limit: 1 << 30))
    guard let manifest = try? JSONDecoder().decode(TagManifest.self, from: data), manifest.format == currentFormat,
      (0...1).contains(manifest.settings.probability), TagSettings.problem(withTag: manifest.settings.tag) == nil
    else {
      throw MixFailure(path: path, "not a tag manifest this version reads; run `sluice tag --replace`")
    }
    return manifest
  }

  /// What an earlier manifest has otherwise.
  func differences(from then: TagManifest) -> [Drift.Difference] {
    var differences = Drift.differences([
      ("sluice version", then.sluiceVersion, sluiceVersion), ("tag", then.settings.tag, settings.tag),
      ("probability", "\(then.settings.probability)", "\(settings.probability)"),
      ("min_score", "\(then.settings.minScore.rawValue)", "\(settings.minScore.rawValue)"),
      ("routes", "\(then.settings.routes.map(\.rawValue))", "\(settings.routes.map(\.rawValue))"),
      ("seed", "\(then.settings.seed)", "\(settings.seed)"),
      ("collision", then.settings.collision.rawValue, settings.collision.rawValue),
    ])
    if then.inputs != inputs {
      differences.append(
        .init(what: "queues", then: then.inputs.count.counted("file"), now: "other files or contents"))
    }
    return differences
  }
}
