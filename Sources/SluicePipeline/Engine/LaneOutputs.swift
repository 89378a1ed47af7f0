internal import SluiceCore
internal import SluiceIO

/// The files of one shard under construction, one for each lane that has received anything.
/// One owner at a time: the worker that appends (`AppendOrder`).
final class LaneOutputs {
  private let folder: String
  private let shard: RunPlan.Shard
  private var files: [PartialFile?] = Array(repeating: nil, count: Lane.allCases.count)
  private var lines: [Int] = Array(repeating: 0, count: Lane.allCases.count)
  /// Folders whose new names are not yet on disk.
  private(set) var unsyncedFolders: Set<Name> = []

  /// Starts from nothing, or at a checkpoint; anything else that an earlier attempt left is removed.
  ///
  /// - Parameter isFresh: whether there was no earlier attempt.
  init(folder: String, shard: RunPlan.Shard, isFresh: Bool) throws {
    self.folder = folder
    self.shard = shard
    if isFresh { return }
    for lane in Lane.allCases {
      let saved = shard.resume?.outputs.first { $0.lane == lane }
      let path = try Self.place(lane, folder, shard)
      guard let saved, saved.bytes > 0 else {
        try PartialFile.remove(path: path)
        continue
      }
      files[lane.index] = try PartialFile(path: path, keeping: saved.bytes, sha256: saved.sha256)
      lines[lane.index] = saved.lines
    }
  }

  /// - Throws: `IOFailure` if an output's path is longer than the file system takes: then this shard alone fails.
  static func checkPaths(folder: String, shard: RunPlan.Shard, attributes: Bool) throws {
    for lane in Lane.allCases where lane != .attributes || attributes {
      let path = folder + "/" + shard.path(lane)
      for path in [path, PartialFile.partialPath(path)] { try FileNameLimit.check(path, of: shard.input.path) }
    }
  }

  func append(_ result: ChunkResult) throws {
    for lane in Lane.allCases {
      lines[lane.index] += result.laneLines[lane.index]
      guard let frame = result.frames[lane.index] else { continue }
      let file = try files[lane.index] ?? create(lane)
      try file.append(frame.rawBytes)
    }
  }

  private func create(_ lane: Lane) throws -> PartialFile {
    let path = folder + "/" + shard.path(lane)
    var parent = Folders.parent(of: path)!
    try Folders.create(parent, below: folder)
    let file = try PartialFile(path: path)
    files[lane.index] = file
    // A new folder is only as durable as its own name in the one above.
    while parent.utf8.count > folder.utf8.count {
      unsyncedFolders.insert(Name(parent))
      parent = Folders.parent(of: parent)!
    }
    unsyncedFolders.insert(Name(folder))
    return file
  }

  /// Flushes contents and names of everything appended so far.
  func sync() throws {
    for file in files { try file?.sync() }
    for parent in unsyncedFolders.sorted() { try Folders.sync(parent.text) }
    unsyncedFolders = []
  }

  var open: [PartialFile] { files.compactMap { $0 } }

  var checkpointOutputs: [ShardCheckpoint.Output] {
    each { lane, file in
      ShardCheckpoint.Output(
        lane: lane, path: shard.path(lane), lines: lines[lane.index], bytes: file.bytes, sha256: file.sha256)
    }
  }

  var commitOutputs: [ShardCommit.Output] {
    each { lane, file in
      ShardCommit.Output(
        lane: lane, path: shard.path(lane), lines: lines[lane.index], bytes: file.bytes, sha256: file.sha256)
    }
  }

  private func each<Output>(_ describe: (Lane, PartialFile) -> Output) -> [Output] {
    Lane.allCases.compactMap { lane in files[lane.index].map { describe(lane, $0) } }
  }

  func close() throws {
    for file in open { try file.closeFile() }
  }

  /// Removes everything that attempts at a shard have left.
  static func remove(folder: String, shard: RunPlan.Shard) throws {
    for lane in Lane.allCases { try PartialFile.remove(path: place(lane, folder, shard)) }
  }

  /// Where a shard's file is. What an earlier attempt left is neither continued nor removed through a link.
  private static func place(_ lane: Lane, _ folder: String, _ shard: RunPlan.Shard) throws -> String {
    let path = folder + "/" + shard.path(lane)
    try Folders.refuseLinks(on: Folders.parent(of: path)!, below: folder)
    return path
  }
}
