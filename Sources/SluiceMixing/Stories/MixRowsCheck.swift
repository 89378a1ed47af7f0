internal import SluiceCore
internal import SluiceIO
internal import SluiceLedger

/// The rows about a mix in the ledger of one of its runs, against the mix's files: rows that were added, removed or
/// changed.
struct MixRowsCheck {
  let reader: LedgerReader
  /// Of the run.
  let folder: String

  /// - Returns: what differs, in words that name the mix.
  func differences(_ mix: MixRecord, rows: Int) throws -> [String] {
    let manifest = try MixManifest.read(folder: mix.output)
    guard let manifest, let number = try self.number(in: manifest) else {
      return ["ledger: the mix \(mix.output) was not made from this run"]
    }
    let recorder = MixRecorder(folder: mix.output, manifest: manifest)
    var differences: [String] = []
    if try recorder.record() != mix {
      differences.append("ledger: mixes: the row of \(mix.output) is not what its manifest says")
    }
    if try reader.mixFiles(of: mix.output) != recorder.files {
      differences.append("ledger: mix_files: the files of \(mix.output) are not those of its manifest")
    }
    let expected = PlacesDigest()
    try recorder.places(ofRun: number) { expected.add($0) }
    let found = PlacesDigest()
    try reader.forEachMixPlace(of: mix.output) { found.add($0) }
    if found.count != expected.count || found.hex() != expected.hex() {
      differences.append(
        "ledger: mix_documents: \(rows.counted("row")) about \(mix.output) are not the places of its \(expected.count.counted("document")) of this run"
      )
    }
    return differences
  }

  /// Of a mix that is not there any more, what can still be told: its rows must agree with each other.
  func contradictions(_ mix: MixRecord, rows: Int) throws -> [String] {
    guard rows <= mix.documents, try mix.documents == 0 || !reader.mixFiles(of: mix.output).isEmpty else {
      return ["ledger: mixes: the row of \(mix.output) contradicts mix_files or mix_documents"]
    }
    return []
  }

  /// The run's number in the manifest: by its chain, or by its folder if it was extended since.
  private func number(in manifest: MixManifest) throws -> Int? {
    let head = try reader.run().chainHead
    let path = try FileTree.canonical(folder)
    return manifest.runs.firstIndex { $0.chainHead == head } ?? manifest.runs.firstIndex { $0.folder == path }
  }
}

/// A digest over places in their order.
private final class PlacesDigest {
  private let digest = SHA256Digest()
  private(set) var count = 0

  func add(_ place: MixPlace) {
    count += 1
    digest.update(
      "\(place.file) \(place.line) \(place.copy) \(place.origin.line) \(place.component.utf8.count) \(place.component)\(place.origin.shard)\n"
        .utf8)
  }

  func hex() -> String { digest.hex() }
}
