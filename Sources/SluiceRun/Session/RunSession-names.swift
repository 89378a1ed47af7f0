internal import SluiceCore
internal import SluiceIO
internal import SluiceLedger

extension RunSession {
  func outputNames(_ paths: [Name]) -> [Name] {
    ShardName.outputNames(for: paths, codec: options.codec.compression)
  }

  /// No two shards may write one file, and none a file that is committed.
  ///
  /// - Parameters:
  ///   - paths: of all shards of the run.
  ///   - done: paths of those that are committed.
  ///   - taken: names of their files.
  func checkNames(_ paths: [Name], done: Set<Name> = [], taken: Set<Name> = []) throws {
    var taken = taken
    for (path, name) in zip(paths, outputNames(paths)) where !done.contains(path) {
      guard taken.insert(name).inserted else {
        throw RunFolder.Refused(
          description: "\(path): its queues would be called \(name), as those of another shard; rename it")
      }
    }
    try checkFolders(paths, files: taken)
    guard options.attributes else { return }
    try checkFolders(paths, files: Set(paths.map { ShardName.attributesPath(for: $0) }))
    // Attributes are called as the shard, whatever that is; queues have an ending of their own.
    let unfinished = Dictionary(paths.map { (Self.partial(ShardName.attributesPath(for: $0)), $0) }) { first, _ in first
    }
    for path in paths {
      guard let other = unfinished[ShardName.attributesPath(for: path)] else { continue }
      throw RunFolder.Refused(
        description:
          "\(path): its attributes would be called like the unfinished ones of \(other); rename one of the two")
    }
  }

  private static func partial(_ path: Name) -> Name { Name(PartialFile.partialPath(path.text)) }

  /// No file may have the name of a folder that files of other shards are in.
  private func checkFolders(_ paths: [Name], files: Set<Name>) throws {
    let inUse = Set(files.flatMap { [$0, Self.partial($0)] })
    for path in paths {
      guard let folder = path.ancestors.first(where: inUse.contains) else { continue }
      throw RunFolder.Refused(
        description: "\(path): the folder \(folder) has the name of a file that another shard's output needs; "
          + "rename one of the two")
    }
  }

  /// Adds shards to the run. Where one brings a stem that an unfinished shard has, that shard's outputs get
  /// other names: it starts over, and what it left under the old ones is removed while they are still known.
  func add(_ new: [InputShard], to known: [ShardRecord]) throws -> [ShardRecord] {
    let before = known.map(\.input.path)
    let after = before + new.map(\.path)
    let files = try folder.ledger.reader.outputs().map(\.output).filter { $0.lane != .attributes }
    try checkNames(
      after, done: Set(known.filter { $0.state == .done }.map(\.input.path)),
      taken: Set(files.compactMap { Name($0.path).removing(prefix: $0.lane.folder + "/") }))
    for (record, (old, now)) in zip(known, zip(outputNames(before), outputNames(after)))
    where record.state != .done && old != now {
      try folder.ledger.restart(shard: record.id)
      for lane in Lane.allCases where lane != .attributes {
        let path = folder.path + "/" + lane.folder + "/" + old.text
        try Folders.refuseLinks(on: Folders.parent(of: path)!, below: folder.path)
        try PartialFile.remove(path: path)
      }
    }
    return try folder.ledger.register(new.map(ShardInput.init))
  }
}
