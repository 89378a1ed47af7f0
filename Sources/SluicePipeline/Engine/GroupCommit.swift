internal import SluiceCore
internal import SluiceIO

/// Commits finished shards together: one round of flushes and one transaction for many small shards.
///
/// The order is what makes a commit safe: contents durable, then renamed, then names durable, then the
/// journal's transaction. A death in between leaves shards that are simply not committed yet.
///
/// Unchecked: state is touched only under `monitor`.
final class GroupCommit: @unchecked Sendable {
  private static let groupSize = 64
  private static let groupBytes = 16 << 20
  private static let longestWait = Duration.milliseconds(500)
  /// From this many files on, one flush of the file system costs less than one a file.
  private static let wholeSystemFrom = 16

  private let monitor = Monitor()
  private let folder: String
  private let journal: any RunJournal
  private let progress: Progress
  private var waiting: [FinishedShard] = []
  private var oldest = ContinuousClock.now

  init(folder: String, journal: any RunJournal, progress: Progress) {
    self.folder = folder
    self.journal = journal
    self.progress = progress
  }

  func add(_ shard: FinishedShard) throws {
    monitor.withLock {
      if waiting.isEmpty { oldest = .now }
      waiting.append(shard)
    }
    try flush(onlyIfDue: true)
  }

  func flush(onlyIfDue: Bool) throws {
    try monitor.withLock {
      guard !waiting.isEmpty else { return }
      if onlyIfDue {
        let bytes = waiting.reduce(0) { $0 + $1.commit.inputBytes }
        guard
          waiting.count >= Self.groupSize || bytes >= Self.groupBytes
            || ContinuousClock.now - oldest >= Self.longestWait
        else { return }
      }
      try commit(waiting)
      waiting = []
    }
  }

  private func commit(_ shards: [FinishedShard]) throws {
    let files = shards.flatMap(\.files)
    let wholeSystem = files.count >= Self.wholeSystemFrom
    if wholeSystem {
      try Folders.syncFileSystem(holding: folder)
    } else {
      for file in files { try file.sync() }
    }
    for file in files { try file.publish() }
    if wholeSystem {
      try Folders.syncFileSystem(holding: folder)
    } else {
      var parents = Set(files.compactMap { Folders.parent(of: $0.path) })
      for shard in shards { parents.formUnion(shard.folders) }
      for parent in parents.sorted() { try Folders.sync(parent) }
    }
    try journal.commit(shards.map(\.commit))
    for _ in shards { progress.shardDone() }
  }
}
