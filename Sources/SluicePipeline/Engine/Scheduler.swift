internal import SluiceCore

/// Decides which shard a free worker reads from next: the earliest that nobody is reading and that is
/// not too far ahead of its commits; a new one if all of those are busy. Decisions change only timing,
/// never bytes.
///
/// Unchecked: state is touched only under `monitor`.
final class Scheduler: @unchecked Sendable {
  /// A shard with its bookkeeping.
  final class Slot {
    let task: ShardTask
    var isReading = false
    var isExhausted = false
    /// Turns read but not yet appended.
    var inFlight = 0
    var nextSequence = 0
    var failure: (any Error)?
    /// Whether somebody has taken it to finish or discard.
    var isClosing = false

    init(_ task: ShardTask) { self.task = task }
  }

  private let monitor = Monitor()
  private let shards: [RunPlan.Shard]
  private let makeTask: (RunPlan.Shard) -> ShardTask
  private let maxActive: Int
  private let maxInFlight: Int
  private var nextShard = 0
  private var active: [Slot] = []
  private var isStopped = false
  private var fatal: (any Error)?

  init(_ shards: [RunPlan.Shard], jobs: Int, makeTask: @escaping (RunPlan.Shard) -> ShardTask) {
    self.shards = shards
    self.makeTask = makeTask
    maxActive = jobs
    maxInFlight = 3 * jobs
  }

  enum Work {
    case read(Slot)
    /// Nobody else holds the shard any more: commit it, or clean up if it failed.
    case close(Slot)
  }

  /// Waits for something to do.
  ///
  /// - Returns: nil when there is nothing more to do.
  func next(stopping: () -> Bool) -> Work? {
    monitor.withLock {
      while true {
        if stopping() { isStopped = true }
        if fatal != nil { return nil }
        if let slot = active.first(where: { !$0.isClosing && !$0.isReading && $0.inFlight == 0 && isOver($0) }) {
          slot.isClosing = true
          return .close(slot)
        }
        if isStopped { return nil }
        if let slot = active.first(where: { !$0.isReading && !isOver($0) && $0.inFlight < maxInFlight }) {
          slot.isReading = true
          return .read(slot)
        }
        if nextShard < shards.count, active.count < maxActive {
          let slot = Slot(makeTask(shards[nextShard]))
          nextShard += 1
          active.append(slot)
          slot.isReading = true
          return .read(slot)
        }
        if active.isEmpty { return nil }
        monitor.wait()
      }
    }
  }

  private func isOver(_ slot: Slot) -> Bool { slot.isExhausted || slot.failure != nil }

  /// Ends a reading turn.
  ///
  /// - Returns: its sequence number; nil if nothing was left to read.
  func didRead(_ slot: Slot, gotChunks: Bool) -> Int? {
    monitor.withLock {
      defer { monitor.wakeAll() }
      slot.isReading = false
      guard gotChunks else {
        slot.isExhausted = true
        return nil
      }
      slot.inFlight += 1
      slot.nextSequence += 1
      return slot.nextSequence - 1
    }
  }

  /// Ends a reading turn with an error that concerns this shard alone.
  func didFail(_ slot: Slot, _ error: any Error) {
    monitor.withLock {
      slot.isReading = false
      slot.failure = error
      monitor.wakeAll()
    }
  }

  func didCommit(_ slot: Slot, count: Int) {
    monitor.withLock {
      slot.inFlight -= count
      monitor.wakeAll()
    }
  }

  func didClose(_ slot: Slot) {
    monitor.withLock {
      active.removeAll { $0 === slot }
      monitor.wakeAll()
    }
  }

  /// Ends the run: workers return as soon as they ask for work.
  func abort(_ error: any Error) {
    monitor.withLock {
      if fatal == nil { fatal = error }
      monitor.wakeAll()
    }
  }

  var failure: (any Error)? { monitor.withLock { fatal } }

  /// Shards left open by an orderly stop.
  var unfinished: [ShardTask] { monitor.withLock { active.filter { $0.failure == nil }.map(\.task) } }

  /// Whether shards were left unread.
  var stoppedEarly: Bool { monitor.withLock { isStopped && (nextShard < shards.count || !active.isEmpty) } }
}
