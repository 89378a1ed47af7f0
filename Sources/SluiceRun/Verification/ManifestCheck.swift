internal import SluiceCore
internal import SluiceIO

/// What a manifest promises against what a run has committed: this is what finds an input that was cut
/// between two frames, which looks whole to every reader.
struct ManifestCheck {
  private let path: String
  private let manifest: Manifest

  init(path: String) throws {
    self.path = path
    manifest = try Manifest(path: path)
  }

  func differences(_ run: RunManifest) -> [String] {
    var differences: [String] = []
    let inputs = Dictionary(run.inputs.map { (Name($0.path), $0) }) { first, _ in first }
    let outputs = Dictionary(run.outputs.map { (Name($0.path), $0) }) { first, _ in first }
    var listed: Set<Name> = []
    for entry in manifest.entries {
      let name = Name((try? FileTree.place(of: entry.path)) ?? entry.path)
      listed.insert(name)
      guard let found = inputs[name] ?? outputs[name] else {
        differences.append("\(entry.path): listed in \(path), but neither a committed input nor an output of this run")
        continue
      }
      guard let expected = entry.expected else { continue }
      func compare(_ what: String, _ wanted: String?, _ has: String) {
        guard let wanted, wanted != has else { return }
        differences.append("\(entry.path): \(path) says \(what) \(wanted), the run has \(has)")
      }
      compare("rows", expected.rows.map(String.init), String(found.rows))
      compare("bytes", expected.bytes.map(String.init), String(found.bytes))
      compare("sha256", expected.sha256, found.sha256)
    }
    for input in run.inputs where !listed.contains(Name(input.path)) {
      differences.append("\(input.path): an input of this run that \(path) does not list")
    }
    return differences
  }
}
