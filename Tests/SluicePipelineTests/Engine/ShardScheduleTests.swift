import SluicePipeline
import TestSupport
import Testing

struct ShardScheduleTests {
  @Test func oneWorkerReadsAShardToItsEndAndClosesIt() {
    let schedule = Driven(ShardSchedule(shards: 2, jobs: 1))
    for shard in 0...1 {
      for turn in 0...1 {
        #expect(schedule { $0.next(stopping: false) } == .read(shard))
        #expect(schedule { $0.didRead(shard, gotChunks: true) } == turn)
        schedule { $0.didAppend(shard, turns: 1) }
      }
      #expect(schedule { $0.next(stopping: false) } == .read(shard))
      #expect(schedule { $0.didRead(shard, gotChunks: false) } == nil)
      #expect(schedule { $0.next(stopping: false) } == .close(shard))
      schedule { $0.didClose(shard) }
    }
    #expect(schedule { $0.next(stopping: false) } == .end)
    #expect(!schedule { $0.stoppedEarly } && schedule { $0.unfinished }.isEmpty)
  }

  @Test func aShardThatIsBeingReadIsLeftToItsReader() {
    let schedule = Driven(ShardSchedule(shards: 3, jobs: 2))
    #expect(schedule { $0.next(stopping: false) } == .read(0))
    #expect(schedule { $0.next(stopping: false) } == .read(1))
    #expect(schedule { $0.next(stopping: false) } == .wait, "no more shards are open than there are workers")
    _ = schedule { $0.didRead(0, gotChunks: true) }
    #expect(schedule { $0.next(stopping: false) } == .read(0), "the earliest shard comes first")
  }

  @Test func readingWaitsForAppending() {
    let schedule = Driven(ShardSchedule(shards: 1, jobs: 1))
    for _ in 0..<3 {
      #expect(schedule { $0.next(stopping: false) } == .read(0))
      _ = schedule { $0.didRead(0, gotChunks: true) }
    }
    #expect(schedule { $0.next(stopping: false) } == .wait)
    schedule { $0.didAppend(0, turns: 2) }
    #expect(schedule { $0.next(stopping: false) } == .read(0))
  }

  @Test func aFailedShardIsClosedOnceItsTurnsAreAppended() {
    let schedule = Driven(ShardSchedule(shards: 1, jobs: 2))
    _ = schedule { $0.next(stopping: false) }
    _ = schedule { $0.didRead(0, gotChunks: true) }
    _ = schedule { $0.next(stopping: false) }
    schedule { $0.didFail(0) }
    #expect(schedule { $0.next(stopping: false) } == .wait)
    schedule { $0.didAppend(0, turns: 1) }
    #expect(schedule { $0.next(stopping: false) } == .close(0))
    #expect(schedule { $0.next(stopping: false) } == .wait, "only one worker closes it")
    #expect(schedule { $0.unfinished }.isEmpty)
  }

  @Test func anErrorOfTheRunEndsEveryWorker() {
    let schedule = Driven(ShardSchedule(shards: 5, jobs: 2))
    _ = schedule { $0.next(stopping: false) }
    schedule { $0.abort() }
    #expect(schedule { $0.next(stopping: false) } == .end)
  }

  @Test func aStopBeginsNothingAndListsWhatIsLeft() {
    let schedule = Driven(ShardSchedule(shards: 5, jobs: 2))
    _ = schedule { $0.next(stopping: false) }
    _ = schedule { $0.didRead(0, gotChunks: true) }
    #expect(schedule { $0.next(stopping: true) } == .end)
    #expect(schedule { $0.next(stopping: false) } == .end, "a stop is final")
    schedule { $0.didAppend(0, turns: 1) }
    #expect(schedule { $0.unfinished } == [0] && schedule { $0.stoppedEarly })
  }

  @Test func noWorkerIsOneWorker() {
    let schedule = Driven(ShardSchedule(shards: 1, jobs: 0))
    #expect(schedule { $0.next(stopping: false) } == .read(0))
  }

  enum Ending: UInt64, CaseIterable {
    case complete, stop, abort
  }

  /// Thousands of runs in which workers take their steps in random order.
  @Test(arguments: Ending.allCases)
  func everyInterleavingKeepsThePromises(_ ending: Ending) {
    for seed in 0..<4000 as Range<UInt64> {
      var run = ScheduledRun(seed: seed * 3 + ending.rawValue, ending: ending)
      let broken = run.finish()
      #expect(broken == nil, "seed \(seed)")
      if broken != nil { return }
    }
  }
}

/// A run over imaginary shards: what `Pipeline` does with `ShardSchedule` and `AppendOrder`, one step at a time.
private struct ScheduledRun {
  private enum Worker: Hashable {
    case free, waiting, ended
    case reading(Int)
    case processing(Int, sequence: Int)
    case appending(Int, turns: Int)
    case closing(Int)

    var isBusy: Bool { self != .free && self != .waiting && self != .ended }
  }

  private struct Shard {
    /// Turns it has.
    var turns: Int
    /// Whether reading fails after them.
    var fails: Bool
    var read = 0
    var isOver = false
    var order = AppendOrder<Int>()
    var appended: [Int] = []
    var closed = 0
  }

  private var random: SeededGenerator
  private let ending: ShardScheduleTests.Ending
  private let jobs: Int
  /// The step at which the run is stopped or aborted.
  private let interruption: Int
  private var shards: [Shard]
  private var workers: [Worker]
  private var schedule: ShardSchedule
  private var isInterrupted = false
  private var broken: String?

  init(seed: UInt64, ending: ShardScheduleTests.Ending) {
    random = SeededGenerator(seed: seed)
    self.ending = ending
    jobs = Int.random(in: 1...5, using: &random)
    interruption = Int.random(in: 0...60, using: &random)
    shards = []
    for _ in 0..<Int.random(in: 0...8, using: &random) {
      shards.append(
        Shard(
          turns: Int.random(in: 0...12, using: &random), fails: Int.random(in: 0...4, using: &random) == 0))
    }
    workers = Array(repeating: .free, count: jobs)
    schedule = ShardSchedule(shards: shards.count, jobs: jobs)
  }

  /// - Returns: the first promise that was broken; nil if all were kept.
  mutating func finish() -> String? {
    var steps = 0
    while let worker = workers.indices.filter({ workers[$0] == .free || workers[$0].isBusy }).randomElement(
      using: &random)
    {
      steps += 1
      if ending != .complete, steps == interruption {
        isInterrupted = true
        if ending == .abort { report { $0.abort() } }
      }
      step(worker)
      if let broken { return broken }
      if steps > 10_000 { return "it never ends" }
    }
    if workers.contains(.waiting) { return "a worker waits for ever" }
    checkEnd()
    return broken
  }

  private mutating func step(_ worker: Int) {
    switch workers[worker] {
    case .free: workers[worker] = work(for: worker)
    case .reading(let shard): workers[worker] = read(shard)
    case .processing(let shard, let sequence):
      let appends = shards[shard].order.add(sequence, sequence: sequence)
      workers[worker] = appends ? .appending(shard, turns: 0) : .free
    case .appending(let shard, let turns):
      if let sequence = shards[shard].order.next() {
        shards[shard].appended.append(sequence)
        workers[worker] = .appending(shard, turns: turns + 1)
      } else {
        report { $0.didAppend(shard, turns: turns) }
        workers[worker] = .free
      }
    case .closing(let shard):
      report { $0.didClose(shard) }
      workers[worker] = .free
    case .waiting, .ended: break
    }
  }

  private mutating func work(for worker: Int) -> Worker {
    let others = workers.enumerated().filter { $0.offset != worker }.map(\.element)
    let action = schedule.next(stopping: isInterrupted && ending == .stop)
    if isInterrupted, action != .end {
      if ending == .abort { broken = "work after an error of the run" }
      if case .read = action { broken = "a turn began after a stop" }
    }
    switch action {
    case .read(let shard):
      if others.contains(.reading(shard)) { broken = "two workers read shard \(shard)" }
      if shards[shard].isOver { broken = "shard \(shard) is read after its end" }
      return .reading(shard)
    case .close(let shard):
      if others.contains(where: { Self.shard($0) == shard }) { broken = "shard \(shard) is closed in use" }
      if !shards[shard].isOver { broken = "shard \(shard) is closed before its end" }
      if shards[shard].appended.count != shards[shard].read {
        broken = "shard \(shard) is closed before it is appended"
      }
      shards[shard].closed += 1
      return .closing(shard)
    case .wait:
      if !others.contains(where: \.isBusy) { broken = "all wait for each other" }
      return .waiting
    case .end:
      return .ended
    }
  }

  private mutating func read(_ shard: Int) -> Worker {
    if shards[shard].read == shards[shard].turns {
      shards[shard].isOver = true
      if shards[shard].fails {
        report { $0.didFail(shard) }
      } else if report({ $0.didRead(shard, gotChunks: false) }) != nil {
        broken = "an empty turn has a place in the order"
      }
      return .free
    }
    let sequence = report { $0.didRead(shard, gotChunks: true) }
    if sequence != shards[shard].read { broken = "turns of shard \(shard) are out of order" }
    shards[shard].read += 1
    if shards[shard].read - shards[shard].appended.count > schedule.maxInFlight {
      broken = "shard \(shard) is too far ahead"
    }
    return .processing(shard, sequence: sequence ?? 0)
  }

  /// Every event wakes the workers that wait.
  private mutating func report<Result>(_ event: (inout ShardSchedule) -> Result) -> Result {
    for worker in workers.indices where workers[worker] == .waiting { workers[worker] = .free }
    return event(&schedule)
  }

  private static func shard(_ worker: Worker) -> Int? {
    switch worker {
    case .free, .waiting, .ended: nil
    case .reading(let shard), .processing(let shard, _), .appending(let shard, _), .closing(let shard): shard
    }
  }

  private mutating func checkEnd() {
    for (number, shard) in shards.enumerated() {
      if shard.appended != Array(0..<shard.appended.count) { broken = "shard \(number) is appended out of order" }
      if shard.closed > 1 { broken = "shard \(number) is closed twice" }
    }
    if isInterrupted, ending == .abort { return }
    for (number, shard) in shards.enumerated() {
      if shard.appended.count != shard.read { broken = "shard \(number) has turns that were not appended" }
      if shard.isOver, shard.closed != 1 { broken = "shard \(number) is over and not closed" }
    }
    let open = shards.indices.filter { shards[$0].read > 0 && !shards[$0].isOver }
    if schedule.unfinished != open { broken = "unfinished: \(schedule.unfinished), not \(open)" }
    let isDone = shards.allSatisfy(\.isOver)
    if !isInterrupted, !isDone { broken = "shards were left out" }
    if isInterrupted, schedule.stoppedEarly == isDone { broken = "stoppedEarly is wrong" }
  }
}
