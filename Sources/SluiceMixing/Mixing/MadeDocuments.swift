internal import SluiceCore
internal import SluiceIO
package import SluiceRun

/// Finds documents that were made from a run's.
package struct MadeDocuments {
  private let source: RunSource

  package init(source: RunSource) { self.source = source }

  /// Documents with an id, or at a place such as `synthetic/refusals/x.jsonl.zst#3`. Reads whole files.
  package func find(_ document: String) throws -> [MadeDocument] {
    let tags = try TagManifest.read(run: source.folder)
    let tag = tags.map { ByteSearch($0.settings.tag) }
    var inputs = (tags?.files ?? []).map { file in
      let lane = Lane.partition.first { Name(file.path).hasPrefix("tagged/\($0.folder)/") } ?? .refusal
      return MixInput(run: 0, path: file.path, form: .queue(lane))
    }
    inputs += try FolderTree.files(below: source.folder + "/synthetic")
      .filter { $0.hasSuffix(".jsonl.zst") || $0.hasSuffix(".jsonl.gz") }
      .map { MixInput(run: 0, path: "synthetic/" + $0.text, form: .synthetic) }
    if let place = DocumentKey(document), let input = inputs.first(where: { Name($0.path) == place.shard }) {
      inputs = [input]
    }
    var found: [MadeDocument] = []
    for input in inputs {
      var line = 0
      _ = try MixDocuments(input, of: source).forEachDocument { row in
        line += 1
        let place = "\(input.path)#\(line)"
        let id = row.id.map { String(decoding: $0, as: UTF8.self) } ?? row.key
        guard Name(place) == Name(document) || Name(id) == Name(document) else { return }
        var made = MadeDocument(place: place, id: id, originKey: row.key)
        if let making = row.making {
          (made.stage, made.style, made.model) = (making.stage, making.style, making.model)
          (made.prompt, made.promptVersion) = (making.prompt, making.promptVersion)
        } else {
          made.tags = tag?.count(in: row.text)
        }
        found.append(made)
      }
    }
    return found
  }

  /// Documents of a mix at a place (`documents/part-00000.jsonl.zst#3`), with an id, or with an origin's key.
  package static func find(_ document: String, inMix folder: String, _ manifest: MixManifest) throws -> [MadeDocument] {
    let tag = ByteSearch(manifest.recipe.tag)
    let tagged = Set(manifest.components.filter { $0.from == Recipe.Origin.tagged.rawValue }.map { Name($0.name) })
    var shards = manifest.shards.map { Name($0.path) }
    if let place = DocumentKey(document), shards.contains(place.shard) { shards = [place.shard] }
    var found: [MadeDocument] = []
    for path in shards {
      try MixedLines(path: folder + "/" + path.text).forEachLine { line in
        let place = "\(path.text)#\(line.number)"
        guard [place, line.id, line.originKey].contains(where: { Name($0) == Name(document) }) else { return }
        var made = MadeDocument(place: place, id: line.id, originKey: line.originKey)
        if !line.stage.isEmpty {
          (made.stage, made.style, made.model) = (line.stage, line.style, line.model)
          (made.prompt, made.promptVersion) = (line.prompt, line.promptVersion)
        }
        if tagged.contains(Name(line.component)) { made.tags = tag.count(in: line.text) }
        (made.component, made.copy, made.run) = (line.component, line.copy, line.run)
        found.append(made)
      }
    }
    return found
  }
}
