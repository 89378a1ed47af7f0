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
  package func record(in runs: [RunSource]) throws {
    let output = try FileTree.canonical(folder)
    let sha256 = try FileDigest.sha256(of: folder + "/" + MixManifest.name)
    let mix = MixRecord(
      output: output, recipe: manifest.recipe.name, recipeSHA256: manifest.recipe.sha256, manifestSHA256: sha256,
      documents: manifest.total.documents, words: manifest.total.words, tokens: manifest.total.tokens)
    for (number, run) in runs.enumerated() {
      if try LedgerReader(folder: run.folder).mixes().contains(where: { $0.mix == mix }) { continue }
      let lock = try FolderLock(folder: run.folder)
      defer { withExtendedLifetime(lock) {} }
      let ledger = try Ledger.open(in: run.folder)
      try ledger.recordMix(mix, files: manifest.shards.map { MixFileRecord(path: $0.path, sha256: $0.sha256) }) { add in
        for (file, shard) in manifest.shards.enumerated() {
          try MixedLines(path: folder + "/" + shard.path).forEachLine { line in
            guard line.run == number, let origin = DocumentKey(line.originKey) else { return }
            try add(
              MixPlace(origin: origin, component: line.component, copy: line.copy, file: file, line: line.number))
          }
        }
      }
      try ledger.close()
    }
  }
}
