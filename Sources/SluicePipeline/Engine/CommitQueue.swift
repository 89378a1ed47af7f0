/// Decides when finished shards are committed, and by which caller: pure bookkeeping, with the time as an argument.
/// `GroupCommit` puts it behind a lock and does the work.
///
/// A group is due when it is large in number or in bytes, or when its first shard has waited long enough. One caller at
/// a time commits, and a commit that fails is the last.
package struct CommitQueue<Shard> {
  package enum Action {
    /// Commit these, then report `didCommit`.
    case commit([Shard])
    /// Ask again once the commit under way has ended.
    case wait
    case nothing
  }

  package static var groupSize: Int { 64 }
  package static var groupBytes: Int { 16 << 20 }
  package static var longestWait: Duration { .milliseconds(500) }

  private var waiting: [Shard] = []
  private var waitingBytes = 0
  /// When the first of `waiting` came.
  private var oldest: ContinuousClock.Instant?
  private var isCommitting = false
  private var hasFailed = false

  package init() {}

  /// Takes a finished shard, unless a whole group has gathered behind the commit under way: waiting shards hold files
  /// open.
  ///
  /// - Parameter bytes: of its input.
  /// - Returns: whether it was taken; if not, ask again once the commit has ended.
  package mutating func add(_ shard: Shard, bytes: Int, at now: ContinuousClock.Instant) -> Bool {
    if isCommitting, waiting.count >= Self.groupSize { return false }
    if waiting.isEmpty { oldest = now }
    waiting.append(shard)
    waitingBytes += bytes
    return true
  }

  /// - Parameter onlyIfDue: leave the group if it is small and young, or if somebody else is committing.
  package mutating func flush(onlyIfDue: Bool, at now: ContinuousClock.Instant) -> Action {
    if isCommitting { return onlyIfDue ? .nothing : .wait }
    guard !waiting.isEmpty, !hasFailed, !onlyIfDue || isDue(at: now) else { return .nothing }
    isCommitting = true
    defer {
      waiting = []
      waitingBytes = 0
      oldest = nil
    }
    return .commit(waiting)
  }

  private func isDue(at now: ContinuousClock.Instant) -> Bool {
    waiting.count >= Self.groupSize || waitingBytes >= Self.groupBytes
      || oldest.map { now - $0 >= Self.longestWait } ?? false
  }

  /// The commit under way has ended.
  package mutating func didCommit(succeeded: Bool) {
    isCommitting = false
    if !succeeded { hasFailed = true }
  }
}

extension CommitQueue.Action: Equatable where Shard: Equatable {}
