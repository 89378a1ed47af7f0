internal import SluiceCore
internal import SluiceIO
internal import SluicePipeline
package import SluiceRun

/// Compares a run's tagged documents with their manifest and with the queues: each row is its queue's row,
/// tagged where seed and key say. Each thing that differs is a line.
package struct TagVerifier {
  private let source: RunSource
  private let manifest: TagManifest

  /// - Returns: nil if the run has no tagged documents.
  package init?(source: RunSource) throws {
    guard let manifest = try TagManifest.read(run: source.folder) else { return nil }
    self.source = source
    self.manifest = manifest
  }

  package var files: Int { manifest.files.count + manifest.quarantine.count }

  package func differences() throws -> [String] {
    var differences: [String] = []
    for file in manifest.files + manifest.quarantine {
      do {
        let digest = try FileDigest.sha256(of: source.folder + "/" + file.path)
        if digest != file.sha256 {
          differences.append(
            "\(file.path): the file was changed: its sha256 is \(digest), the manifest says \(file.sha256)")
        }
      } catch {
        differences.append("\(error)")
      }
    }
    let known = Set(
      (manifest.files + manifest.quarantine).map { Name($0.path) } + [Name("tagged/" + TagManifest.name)])
    for folder in [QueueTagger.folder, QueueTagger.quarantineFolder] {
      for name in try FolderTree.files(below: source.folder + "/" + folder)
      where !known.contains(Name(folder + "/" + name.text)) {
        differences.append("\(folder)/\(name): `sluice tag` has not written this file")
      }
    }
    guard differences.isEmpty else { return differences }
    for input in manifest.inputs {
      do {
        if let difference = try difference(input) { differences.append(difference) }
      } catch {
        differences.append("\(error)")
      }
    }
    return differences
  }

  /// Tags a queue file again, in memory.
  private func difference(_ input: TagManifest.File) throws -> String? {
    guard let lane = Lane.partition.first(where: { Name(input.path).hasPrefix($0.folder + "/") }) else {
      return "\(input.path): not a path of a queue"
    }
    let rows = try QueueRowReader(
      folder: source.folder, path: input.path, lane: lane, safetyKey: source.safetyKey,
      maxLineBytes: source.reader.maxLineBytes)
    let name = QueueTagger.folder + "/" + ShardName.outputNames(for: [Name(input.path)], codec: .zstd)[0].text
    let tagger = TextTagger(manifest.settings, fields: source.fields)
    var options = source.reader
    options.replaysQuarantine = false
    options.maxLineBytes = 1 << 31
    let hasFile = manifest.files.contains { Name($0.path) == Name(name) }
    let tagged = hasFile ? try LineCursor(path: source.folder + "/" + name, options: options) : nil
    let expected = ByteBuffer()
    try rows.next()
    while let row = rows.row {
      if row.score >= manifest.settings.minScore {
        expected.count = 0
        let outcome = try tagger.tag(rows.bytes, key: row.key, to: expected)
        if outcome != .collision {
          guard let tagged, try tagged.next(), tagged.bytes.elementsEqual(expected.bytes) else {
            return "\(name): \(row.key) is not the queue's row with its tags"
          }
        }
      }
      try rows.next()
    }
    if let tagged, try tagged.next() { return "\(name): has more rows than its queue" }
    return nil
  }
}
