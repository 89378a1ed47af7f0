internal import SluiceCore

/// Hands out the work of a run: `ShardSchedule`, behind a lock that idle workers wait at.
///
/// Unchecked: state is touched only under `monitor`.
final class Scheduler: @unchecked Sendable {
  /// A shard in work.
  final class Slot {
    let task: ShardTask
    /// Set by the worker that reads, before it gives the shard back.
    fileprivate(set) var failure: (any Error)?
    fileprivate let number: Int

    fileprivate init(_ task: ShardTask, number: Int) {
      self.task = task
      self.number = number
    }
  }

  enum Work {
    case read(Slot)
    /// Nobody else holds the shard any more: commit it, or clean up if it failed.
    case close(Slot)
  }

  private let monitor = Monitor()
  private let shards: [RunPlan.Shard]
  private let makeTask: (RunPlan.Shard) -> ShardTask
  private var schedule: ShardSchedule
  private var slots: [Int: Slot] = [:]
  private var fatal: (any Error)?

  init(_ shards: [RunPlan.Shard], jobs: Int, makeTask: @escaping (RunPlan.Shard) -> ShardTask) {
    self.shards = shards
    self.makeTask = makeTask
    schedule = ShardSchedule(shards: shards.count, jobs: jobs)
  }

  /// Waits for something to do.
  ///
  /// - Returns: nil when there is nothing more to do.
  func next(stopping: () -> Bool) -> Work? {
    monitor.withLock {
      while true {
        switch schedule.next(stopping: stopping()) {
        case .read(let shard): return .read(slot(of: shard))
        case .close(let shard): return .close(slot(of: shard))
        case .wait: monitor.wait()
        case .end: return nil
        }
      }
    }
  }

  private func slot(of shard: Int) -> Slot {
    if let slot = slots[shard] { return slot }
    let slot = Slot(makeTask(shards[shard]), number: shard)
    slots[shard] = slot
    return slot
  }

  /// Ends a reading turn.
  ///
  /// - Returns: its sequence number; nil if nothing was left to read.
  func didRead(_ slot: Slot, gotChunks: Bool) -> Int? {
    report { schedule.didRead(slot.number, gotChunks: gotChunks) }
  }

  /// Ends a reading turn with an error that concerns this shard alone.
  func didFail(_ slot: Slot, _ error: any Error) {
    report {
      slot.failure = error
      schedule.didFail(slot.number)
    }
  }

  func didCommit(_ slot: Slot, count: Int) {
    report { schedule.didAppend(slot.number, turns: count) }
  }

  func didClose(_ slot: Slot) {
    report {
      schedule.didClose(slot.number)
      slots[slot.number] = nil
    }
  }

  /// Ends the run: workers return as soon as they ask for work.
  func abort(_ error: any Error) {
    report {
      if fatal == nil { fatal = error }
      schedule.abort()
    }
  }

  /// Every event may give idle workers something to do.
  private func report<Result>(_ event: () -> Result) -> Result {
    monitor.withLock {
      defer { monitor.wakeAll() }
      return event()
    }
  }

  var failure: (any Error)? { monitor.withLock { fatal } }

  /// Shards left open by an orderly stop.
  var unfinished: [ShardTask] { monitor.withLock { schedule.unfinished.map { slot(of: $0).task } } }

  /// Whether shards were left unread.
  var stoppedEarly: Bool { monitor.withLock { schedule.stoppedEarly } }
}
