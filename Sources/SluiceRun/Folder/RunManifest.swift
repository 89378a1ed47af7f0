internal import Foundation
internal import SluiceCore
internal import SluiceIO
package import SluiceLedger

/// Rows, bytes and SHA-256 of a run's inputs and outputs as its ledger has them, for `--manifest-out` and
/// `verify --manifest`. Rows of an input are its lines that are not blank.
package struct RunManifest {
  struct Entry {
    /// Absolute.
    var path: String
    var rows: Int
    var bytes: Int
    var sha256: String
  }

  private(set) var inputs: [Entry] = []
  private(set) var outputs: [Entry] = []
  /// Shards that are not committed, and so have neither.
  private(set) var missing: [Name] = []

  package init(folder: String, reader: LedgerReader) throws {
    let root = try FileTree.canonical(folder)
    for shard in try reader.shards() {
      guard let committed = shard.committed else {
        missing.append(shard.input.path)
        continue
      }
      inputs.append(
        Entry(
          path: shard.input.inputPath, rows: shard.lines - shard.blankLines, bytes: committed.inputBytes,
          sha256: committed.inputSHA256))
    }
    for output in try reader.outputs().map(\.output) {
      outputs.append(
        Entry(path: root + "/" + output.path, rows: output.lines, bytes: output.bytes, sha256: output.sha256))
    }
  }

  /// Writes the manifest, replacing the file in one step. Paths below the manifest's folder are relative to
  /// it, so that both can move together.
  package func write(to path: String) throws {
    let folder = try FileTree.canonical(Folders.parent(of: path) ?? (Name(path).hasPrefix("/") ? "/" : "."))
    var text = "path,rows,bytes,sha256\n"
    func add(_ title: String, _ entries: [Entry]) throws {
      text += "# \(title)\n"
      for entry in entries {
        guard !Name(entry.path).contains("\n") else {
          throw IOFailure(
            .manifestInvalid, path: entry.path, "a path with a line end cannot be written into a manifest")
        }
        let base = folder == "/" ? "/" : folder + "/"
        let name = Name(entry.path).removing(prefix: base) ?? Name(entry.path)
        // A name that looks like a comment needs its folder.
        text += "\(name.hasPrefix("#") ? entry.path : name.text),\(entry.rows),\(entry.bytes),\(entry.sha256)\n"
      }
    }
    try add("inputs", inputs)
    try add("outputs", outputs)
    for shard in missing { text += "# not committed: \(shard)\n" }
    try OutputFile.write(Array(text.utf8), to: path)
  }
}
