internal import SluiceCore
internal import SluiceIO

/// Commits finished shards together: one round of flushes and one transaction for many small shards.
///
/// The order is what makes a commit safe: contents durable, then renamed, then names durable, then the
/// journal's transaction. A death in between leaves shards that are simply not committed yet.
///
/// One worker at a time commits, without the lock: the others go on reading and scoring meanwhile, and
/// wait only when a whole group has gathered behind it, since waiting shards hold files open.
///
/// A commit that fails is the last: the system tells of a failed flush once, and the lost pages may have been
/// those of the next group, whose own flush would then look fine.
///
/// Unchecked: state is touched only under `monitor`.
final class GroupCommit: @unchecked Sendable {
  private static let groupSize = 64
  private static let groupBytes = 16 << 20
  private static let longestWait = Duration.milliseconds(500)
  /// From this many files on, one flush of the file system costs less than one a file.
  private static let wholeSystemFrom = 16

  private let monitor = Monitor()
  private let fileSystem: FileSystemSync
  private let journal: any RunJournal
  private let progress: Progress
  private var waiting: [FinishedShard] = []
  private var isCommitting = false
  private var hasFailed = false
  private var oldest = ContinuousClock.now

  init(folder: String, journal: any RunJournal, progress: Progress) throws {
    fileSystem = try FileSystemSync(folder: folder)
    self.journal = journal
    self.progress = progress
  }

  func add(_ shard: FinishedShard) throws {
    monitor.withLock {
      while isCommitting, !hasFailed, waiting.count >= Self.groupSize { monitor.wait() }
      if waiting.isEmpty { oldest = .now }
      waiting.append(shard)
    }
    try flush(onlyIfDue: true)
  }

  /// Commits what has gathered.
  ///
  /// - Parameter onlyIfDue: leave it if it is little and young, or if somebody else is committing.
  func flush(onlyIfDue: Bool) throws {
    guard let group = take(onlyIfDue: onlyIfDue) else { return }
    var isCommitted = false
    defer {
      monitor.withLock {
        isCommitting = false
        hasFailed = !isCommitted
        monitor.wakeAll()
      }
    }
    try commit(group)
    isCommitted = true
  }

  private func take(onlyIfDue: Bool) -> [FinishedShard]? {
    monitor.withLock {
      if onlyIfDue {
        if isCommitting || !isDue { return nil }
      } else {
        while isCommitting { monitor.wait() }
      }
      guard !waiting.isEmpty, !hasFailed else { return nil }
      isCommitting = true
      defer { waiting = [] }
      return waiting
    }
  }

  private var isDue: Bool {
    !waiting.isEmpty
      && (waiting.count >= Self.groupSize || ContinuousClock.now - oldest >= Self.longestWait
        || waiting.reduce(0) { $0 + $1.commit.inputBytes } >= Self.groupBytes)
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
      var parents = Set(files.compactMap { Folders.parent(of: $0.path) })
      for shard in shards { parents.formUnion(shard.folders) }
      for parent in parents.sorted() { try Folders.sync(parent) }
    }
    try journal.commit(shards.map(\.commit))
    for _ in shards { progress.shardDone() }
  }
}
