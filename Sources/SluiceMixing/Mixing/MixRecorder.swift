internal import SluiceCore
internal import SluiceIO
internal import SluiceLedger
package import SluiceRun

/// Writes a finished mix into the ledgers of its runs: which document is where. Reads the mix's files again, so
/// that it can be done at any time and the ledger records what is in them.
package struct MixRecorder {
  private let folder: String
  private let manifest: MixManifest

  package init(folder: String, manifest: MixManifest) {
    self.folder = folder
    self.manifest = manifest
  }

  /// Does nothing where a ledger has the mix already.
  ///
  /// - Returns: folders of runs that cannot be written, such as those on read-only storage: their ledgers do not know
  ///   of the mix.
  package func record(in runs: [RunSource]) throws -> [String] {
    let mix = try record()
    var unrecorded: [String] = []
    for (number, run) in runs.enumerated() {
      if try LedgerReader(folder: run.folder).mixes().contains(where: { $0.mix == mix }) { continue }
      guard Folders.isWritable(run.folder) else {
        unrecorded.append(run.folder)
        continue
      }
      let lock = try FolderLock(folder: run.folder)
      defer { withExtendedLifetime(lock) {} }
      let ledger = try Ledger.open(in: run.folder)
      try ledger.recordMix(mix, files: files) { add in try places(ofRun: number, add) }
      try ledger.close()
    }
    return unrecorded
  }

  /// What ledgers record of the mix as a whole.
  func record() throws -> MixRecord {
    MixRecord(
      output: try FileTree.canonical(folder), recipe: manifest.recipe.name, recipeSHA256: manifest.recipe.sha256,
      manifestSHA256: try FileDigest.sha256(of: folder + "/" + MixManifest.name), documents: manifest.total.documents,
      words: manifest.total.words, tokens: manifest.total.tokens)
  }

  /// The mix's files as ledgers record them.
  var files: [MixFileRecord] { manifest.shards.map { MixFileRecord(path: $0.path, sha256: $0.sha256) } }

  /// Reads the mix's files again.
  ///
  /// - Parameters:
  ///   - number: of a run in the manifest.
  ///   - body: gets the place of each document of that run, in the order of files and lines.
  func places(ofRun number: Int, _ body: (MixPlace) throws -> Void) throws {
    for (file, shard) in manifest.shards.enumerated() {
      try MixedLines(path: folder + "/" + shard.path).forEachLine { line in
        guard line.run == number, let origin = DocumentKey(line.originKey) else { return }
        try body(MixPlace(origin: origin, component: line.component, copy: line.copy, file: file, line: line.number))
      }
    }
  }
}
