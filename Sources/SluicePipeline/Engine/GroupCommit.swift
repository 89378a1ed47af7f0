internal import SluiceCore
internal import SluiceIO

/// Commits finished shards together: one round of flushes and one transaction for many small shards.
///
/// The order is what makes a commit safe: contents durable, then renamed, then names durable, then the
/// journal's transaction. A death in between leaves shards that are simply not committed yet.
///
/// One worker at a time commits, without holding the lock: the others continue to read and score meanwhile, and
/// wait only when a whole group has gathered behind it (`CommitQueue` decides).
///
/// A commit that fails is the last: the system reports a failed flush only once, and the lost pages may have been
/// those of the next group, whose own flush would then look fine.
///
/// Unchecked: `queue` is touched only under `monitor`.
final class GroupCommit: @unchecked Sendable {
  /// From this many files on, one flush of the file system costs less than one flush per file.
  private static let wholeSystemFrom = 16

  private let monitor = Monitor()
  private let fileSystem: FileSystemSync
  private let journal: any RunJournal
  private let progress: Progress
  private var queue = CommitQueue<FinishedShard>()

  init(folder: String, journal: any RunJournal, progress: Progress) throws {
    fileSystem = try FileSystemSync(folder: folder)
    self.journal = journal
    self.progress = progress
  }

  func add(_ shard: FinishedShard) throws {
    monitor.withLock {
      while !queue.add(shard, bytes: shard.commit.inputBytes, at: .now) { monitor.wait() }
    }
    try flush(onlyIfDue: true)
  }

  /// Commits the shards that have gathered.
  ///
  /// - Parameter onlyIfDue: leave them if they are few, small and young, or if somebody else is committing.
  func flush(onlyIfDue: Bool) throws {
    guard let group = take(onlyIfDue: onlyIfDue) else { return }
    var isCommitted = false
    defer {
      monitor.withLock {
        queue.didCommit(succeeded: isCommitted)
        monitor.wakeAll()
      }
    }
    try commit(group)
    isCommitted = true
  }

  private func take(onlyIfDue: Bool) -> [FinishedShard]? {
    monitor.withLock {
      while true {
        switch queue.flush(onlyIfDue: onlyIfDue, at: .now) {
        case .commit(let group): return group
        case .wait: monitor.wait()
        case .nothing: return nil
        }
      }
    }
  }

  private func commit(_ shards: [FinishedShard]) throws {
    let files = shards.flatMap(\.files)
    let wholeSystem = files.count >= Self.wholeSystemFrom
    if wholeSystem {
      try fileSystem.flush()
      for file in files { try file.checkWritten() }
    } else {
      for file in files { try file.sync() }
    }
    for file in files { try file.publish() }
    if wholeSystem {
      try fileSystem.flush()
    } else {
      var parents = Set(files.compactMap { Name($0.path).parent })
      for shard in shards { parents.formUnion(shard.folders) }
      for parent in parents.sorted() { try Folders.sync(parent.text) }
    }
    try journal.commit(shards.map(\.commit))
    for _ in shards { progress.shardDone() }
  }
}
