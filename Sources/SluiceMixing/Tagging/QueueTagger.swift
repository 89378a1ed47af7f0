internal import SluiceCore
internal import SluiceIO
internal import SluiceLedger
internal import SluicePipeline
package import SluiceRun
internal import Synchronization

/// Tags the unsafe documents of a run's queues into `DIR/tagged/<queue>/<shard>.jsonl.zst`, one file per
/// queue file, rows in the same order.
package struct QueueTagger: Sendable {
  package var source: RunSource
  package var settings: TagSettings
  package var jobs: Int
  package var allowsUnfinished = false
  /// Whether to throw away what an earlier call with other settings made.
  package var replaces = false
  package let progress = WorkProgress()

  package init(source: RunSource, settings: TagSettings, jobs: Int) {
    self.source = source
    self.settings = settings
    self.jobs = jobs
  }

  static let folder = "tagged"
  static let quarantineFolder = "tagged-quarantine"
  /// There while the folder's files are being made.
  private static let unfinished = "_UNFINISHED"

  private var root: String { source.folder + "/" + Self.folder }

  /// - Returns: what was done, and whether it had been done before.
  package func run() throws -> (manifest: TagManifest, wasThere: Bool) {
    let ledger = try LedgerReader(folder: source.folder)
    try source.checkFinished(ledger, allowsUnfinished: allowsUnfinished)
    try source.checkHolds(settings.routes, remedy: "leave drop out of the routes to tag")
    let lock = try FolderLock(folder: source.folder)
    defer { withExtendedLifetime(lock) {} }
    let outputs = try ledger.outputs().map(\.output)
      .filter { output in settings.routes.contains { Lane($0) == output.lane } }
      .sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    var manifest = TagManifest(settings: settings)
    manifest.inputs = outputs.map { .init(path: $0.path, rows: $0.lines, bytes: $0.bytes, sha256: $0.sha256) }
    if let then = try TagManifest.read(run: source.folder), !replaces {
      try Drift.check(
        folder: root, manifest.differences(from: then), remedy: "Bring back what changed; --replace tags anew.")
      return (then, true)
    }
    try clear()
    progress.begin(.tagging, documents: outputs.reduce(0) { $0 + $1.lines })
    let results = Mutex([Result?](repeating: nil, count: outputs.count))
    try Workers.run(outputs.count, jobs: jobs) { index in
      let result = try tag(outputs[index])
      results.withLock { $0[index] = result }
    }
    for result in results.withLock({ $0 }).compactMap(\.self) { manifest.add(result) }
    try finish(manifest)
    return (manifest, false)
  }

  /// Makes the folders empty and marks them as ours. What an interrupted call left is made again.
  private func clear() throws {
    let manifest = root + "/" + TagManifest.name
    for folder in [root, source.folder + "/" + Self.quarantineFolder] {
      try Folders.refuseLinks(on: folder, below: source.folder)
      // A death before the mark leaves an empty folder, or the mark's temporary name.
      let isMarked = Folders.exists(manifest) || Folders.exists(root + "/" + Self.unfinished)
      guard try isMarked || FolderTree.files(below: folder).allSatisfy({ $0 == Name(Self.unfinished + ".tmp") }) else {
        throw MixFailure(path: folder, "is there, but `sluice tag` did not make it; move it away")
      }
    }
    try Folders.create(root, below: source.folder)
    try Folders.writeAtomically([], to: root + "/" + Self.unfinished)
    if Folders.exists(manifest) { try OwnFolders.remove(manifest) }
    for lane in Lane.partition {
      try OwnFolders.remove(root + "/" + lane.folder)
    }
    try OwnFolders.remove(source.folder + "/" + Self.quarantineFolder)
  }

  private func finish(_ manifest: TagManifest) throws {
    try FolderTree.sync(root)
    let quarantine = source.folder + "/" + Self.quarantineFolder
    if Folders.exists(quarantine) { try FolderTree.sync(quarantine) }
    try Folders.writeAtomically(try manifest.json(), to: root + "/" + TagManifest.name)
    try OwnFolders.remove(root + "/" + Self.unfinished)
    try Folders.sync(root)
  }

  /// What came of one queue file.
  struct Result: Sendable {
    var file: TagManifest.File?
    var quarantine: TagManifest.File?
    var documents = 0
    var tagged = 0
    var words = 0
    var candidates = 0
    var tags = 0
    var escaped = 0
    var collisions: [String] = []
    var collisionCount = 0
  }

  private func tag(_ output: ShardCommit.Output) throws -> Result {
    var result = Result()
    let rows = try QueueRowReader(
      folder: source.folder, path: output.path, lane: output.lane, safetyKey: source.safetyKey,
      maxLineBytes: source.reader.maxLineBytes, hashing: true)
    let tagger = TextTagger(settings, fields: source.fields)
    let name = ShardName.outputNames(for: [Name(output.path)], codec: .zstd)[0].text
    var tagged: RowFile?
    var quarantined: RowFile?
    try rows.next()
    while let row = rows.row {
      result.documents += 1
      progress.documentDone()
      if row.score >= settings.minScore {
        let file =
          try tagged
          ?? RowFile(creatingFoldersOf: root + "/" + name, below: source.folder, codec: OutputCodec(.zstd))
        tagged = file
        switch try tagger.tag(rows.bytes, key: row.key, to: file.rows) {
        case .tagged(let words, let tags, let escaped):
          file.rows.append(UInt8(ascii: "\n"))
          try file.endRow()
          result.tagged += 1
          result.words += words
          result.tags += tags
          result.candidates += max(0, words - 1)
          if escaped > 0 {
            result.escaped += 1
            result.note(row.key)
          }
        case .collision:
          let lane = source.folder + "/" + Self.quarantineFolder + "/" + name
          let file =
            try quarantined
            ?? RowFile(creatingFoldersOf: lane, below: source.folder, codec: OutputCodec(.zstd))
          quarantined = file
          QuarantineRow.begin(row.key, offset: nil, reason: "holds_tag", to: file.rows)
          QuarantineRow.append(rows.bytes, to: file.rows)
          QuarantineRow.end(file.rows)
          try file.endRow()
          result.note(row.key)
        }
      }
      try rows.next()
    }
    guard rows.sha256 == output.sha256 else {
      throw MixFailure(
        path: source.folder + "/" + output.path, "the queue is not as it was committed; `sluice verify` tells more")
    }
    result.file = try publish(tagged, Self.folder + "/" + name)
    result.quarantine = try publish(quarantined, Self.quarantineFolder + "/" + name)
    return result
  }

  private func publish(_ file: RowFile?, _ path: String) throws -> TagManifest.File? {
    guard let file, file.count > 0 else { return nil }
    let published = try file.publish()
    return TagManifest.File(path: path, rows: file.count, bytes: published.bytes, sha256: published.sha256)
  }
}

extension QueueTagger.Result {
  mutating func note(_ key: DocumentKey) {
    collisionCount += 1
    if collisions.count < TagManifest.collisionsListed { collisions.append(key.description) }
  }
}

extension TagManifest {
  static let collisionsListed = 100

  mutating func add(_ result: QueueTagger.Result) {
    if let file = result.file { files.append(file) }
    if let file = result.quarantine { quarantine.append(file) }
    documents += result.documents
    taggedDocuments += result.tagged
    words += result.words
    candidates += result.candidates
    tags += result.tags
    escapedDocuments += result.escaped
    quarantinedDocuments += result.collisionCount - result.escaped
    collisions = Array((collisions + result.collisions).prefix(Self.collisionsListed))
  }
}
