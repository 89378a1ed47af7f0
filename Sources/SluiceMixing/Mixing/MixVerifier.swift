internal import SluiceCore
internal import SluiceIO
internal import Synchronization

/// Compares a mix's files with its manifest: digests, counts by file and component, and that the tag is in
/// tagged text only. Each difference is one line.
package struct MixVerifier {
  private let folder: String
  private let manifest: MixManifest
  private let jobs: Int

  /// - Throws: `MixFailure` if the folder has no manifest of a mix.
  package init(folder: String, jobs: Int) throws {
    guard let manifest = try MixManifest.read(folder: folder) else {
      throw MixFailure(path: folder, "has no \(MixManifest.name); a mix is complete once it has one")
    }
    self.folder = folder
    self.manifest = manifest
    self.jobs = jobs
  }

  package var files: Int { manifest.shards.count }
  package var documents: Int { manifest.total.documents }

  private struct Found: Sendable {
    var differences: [String] = []
    var sizes: [Name: MixSize] = [:]
  }

  package func differences() throws -> [String] {
    let results = Mutex([Found](repeating: Found(), count: manifest.shards.count))
    let (folder, manifest) = (folder, manifest)
    let ruler = MixRuler(bytesPerToken: manifest.bytesPerToken, tag: manifest.recipe.tag)
    try Workers.run(manifest.shards.count, jobs: jobs) { index in
      let found = Self.check(manifest.shards[index], manifest, folder, ruler)
      results.withLock { $0[index] = found }
    }
    let found = results.withLock { $0 }
    var differences = found.flatMap(\.differences)
    // The counts of files that could not be read cannot be compared.
    if differences.isEmpty {
      for component in manifest.components {
        let size = found.reduce(into: MixSize()) { $0 += $1.sizes[Name(component.name)] ?? MixSize() }
        let counts = MixManifest.Counts(size, ruler)
        if counts != component.taken {
          differences.append("component \(component.name): holds \(counts), the manifest says \(component.taken)")
        }
      }
      let size = found.flatMap(\.sizes.values).reduce(into: MixSize()) { $0 += $1 }
      let counts = MixManifest.Counts(size, ruler)
      if counts != manifest.total { differences.append("the mix holds \(counts), the manifest says \(manifest.total)") }
    }
    let known = Set(manifest.shards.map { Name($0.path) })
    for name in try FolderTree.files(below: folder + "/documents")
    where !known.contains(Name("documents/" + name.text)) {
      differences.append("documents/\(name): the manifest does not list this file")
    }
    if !Folders.exists(folder + "/" + MixFolder.success) { differences.append("\(MixFolder.success): is missing") }
    return differences
  }

  private static func check(
    _ shard: MixManifest.Shard, _ manifest: MixManifest, _ folder: String, _ ruler: MixRuler
  ) -> Found {
    var found = Found()
    let path = folder + "/" + shard.path
    guard !Name(shard.path).split("/").contains(".."), Name(shard.path).hasPrefix("documents/") else {
      found.differences = ["\(shard.path): not a path of this mix"]
      return found
    }
    do {
      let sha256 = try FileDigest.sha256(of: path)
      if sha256 != shard.sha256 {
        found.differences.append(
          "\(shard.path): the file was changed: its sha256 is \(sha256), the manifest says \(shard.sha256)")
      }
      let tagged = Set(
        manifest.components.filter { $0.from == Recipe.Origin.tagged.rawValue }.map { Name($0.name) })
      var strays = 0
      try MixedLines(path: path).forEachLine { line in
        let component = Name(line.component)
        let isTagged = tagged.contains(component)
        found.sizes[component, default: MixSize()] += ruler.size(line.text, isTagged: isTagged)
        if !isTagged, ruler.holdsTag(line.text) { strays += 1 }
      }
      if strays > 0 {
        found.differences.append("\(shard.path): the tag is in \(strays.counted("untagged document"))")
      }
      let size = found.sizes.values.reduce(into: MixSize()) { $0 += $1 }
      let counts = MixManifest.Counts(size, ruler)
      if counts != shard.counts {
        found.differences.append("\(shard.path): holds \(counts), the manifest says \(shard.counts)")
      }
      let listed = Dictionary(uniqueKeysWithValues: shard.components.map { (Name($0.key), $0.value) })
      if found.sizes.mapValues(\.documents) != listed {
        found.differences.append("\(shard.path): its components are not those of the manifest")
      }
    } catch {
      found.differences.append("\(error)")
    }
    return found
  }
}

extension MixManifest.Counts: CustomStringConvertible {
  package var description: String {
    [
      documents.counted("document"), words.counted("word"), textBytes.counted("byte"), tokens.counted("token"),
    ].joined(separator: ", ")
  }
}
