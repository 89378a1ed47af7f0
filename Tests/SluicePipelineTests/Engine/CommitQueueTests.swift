import SluicePipeline
import TestSupport
import Testing

struct CommitQueueTests {
  private typealias Queue = CommitQueue<Int>

  private let start = ContinuousClock.now

  @Test func nothingIsDueAtFirst() {
    let queue = Driven(Queue())
    #expect(queue { $0.flush(onlyIfDue: true, at: start) } == .nothing)
    #expect(queue { $0.flush(onlyIfDue: false, at: start) } == .nothing)
    #expect(queue { $0.add(1, bytes: 1, at: start) })
    #expect(queue { $0.flush(onlyIfDue: true, at: start) } == .nothing)
    #expect(queue { $0.flush(onlyIfDue: false, at: start) } == .commit([1]))
  }

  @Test func aGroupIsDueByNumber() {
    let queue = Driven(Queue())
    for shard in 1..<Queue.groupSize { #expect(queue { $0.add(shard, bytes: 1, at: start) }) }
    #expect(queue { $0.flush(onlyIfDue: true, at: start) } == .nothing)
    #expect(queue { $0.add(Queue.groupSize, bytes: 1, at: start) })
    #expect(queue { $0.flush(onlyIfDue: true, at: start) } == .commit(Array(1...Queue.groupSize)))
  }

  @Test func aGroupIsDueByBytes() {
    let queue = Driven(Queue())
    #expect(queue { $0.add(1, bytes: Queue.groupBytes - 1, at: start) })
    #expect(queue { $0.flush(onlyIfDue: true, at: start) } == .nothing)
    #expect(queue { $0.add(2, bytes: 1, at: start) })
    #expect(queue { $0.flush(onlyIfDue: true, at: start) } == .commit([1, 2]))
    queue { $0.didCommit(succeeded: true) }
    #expect(queue { $0.add(3, bytes: 1, at: start) })
    #expect(queue { $0.flush(onlyIfDue: true, at: start) } == .nothing, "bytes of committed shards no longer count")
  }

  @Test func aGroupIsDueByTheAgeOfItsFirstShard() {
    let queue = Driven(Queue())
    let later = start + Queue.longestWait
    #expect(queue { $0.add(1, bytes: 1, at: start) })
    #expect(queue { $0.add(2, bytes: 1, at: later) })
    #expect(queue { $0.flush(onlyIfDue: true, at: later - .nanoseconds(1)) } == .nothing)
    #expect(queue { $0.flush(onlyIfDue: true, at: later) } == .commit([1, 2]))
    queue { $0.didCommit(succeeded: true) }
    #expect(queue { $0.add(3, bytes: 1, at: later) })
    #expect(queue { $0.flush(onlyIfDue: true, at: later) } == .nothing)
  }

  @Test func oneCommitsAtATimeAndTheOthersQueueUpBehindIt() {
    let queue = Driven(Queue())
    #expect(queue { $0.add(0, bytes: 1, at: start) })
    #expect(queue { $0.flush(onlyIfDue: false, at: start) } == .commit([0]))
    for shard in 1...Queue.groupSize { #expect(queue { $0.add(shard, bytes: 1, at: start) }) }
    #expect(!queue { $0.add(99, bytes: 1, at: start) }, "a whole group waits already")
    #expect(queue { $0.flush(onlyIfDue: true, at: start) } == .nothing)
    #expect(queue { $0.flush(onlyIfDue: false, at: start) } == .wait)
    queue { $0.didCommit(succeeded: true) }
    #expect(queue { $0.add(99, bytes: 1, at: start) })
    #expect(queue { $0.flush(onlyIfDue: true, at: start) } == .commit(Array(1...Queue.groupSize) + [99]))
  }

  @Test func aFailedCommitIsTheLast() {
    let queue = Driven(Queue())
    #expect(queue { $0.add(1, bytes: 1, at: start) })
    #expect(queue { $0.flush(onlyIfDue: false, at: start) } == .commit([1]))
    queue { $0.didCommit(succeeded: false) }
    for shard in 0...2 * Queue.groupSize {
      #expect(queue { $0.add(shard, bytes: 1, at: start) }, "nobody waits for it")
    }
    #expect(queue { $0.flush(onlyIfDue: true, at: start) } == .nothing)
    #expect(queue { $0.flush(onlyIfDue: false, at: start) } == .nothing)
  }

  @Test(arguments: [false, true])
  func everyInterleavingKeepsThePromises(_ fails: Bool) {
    for seed in 0..<3000 as Range<UInt64> {
      var run = CommittedRun(seed: seed, fails: fails)
      let broken = run.finish()
      #expect(broken == nil, "seed \(seed)")
      if broken != nil { return }
    }
  }
}

/// Workers that finish imaginary shards: what `GroupCommit` does with `CommitQueue`, one step at a time.
private struct CommittedRun {
  private enum Worker: Equatable {
    case free
    case adding(Int)
    case committing([Int])
    case flushing
    case ended
  }

  private var random: SeededGenerator
  private var queue = CommitQueue<Int>()
  private var now = ContinuousClock.now
  private var workers: [Worker]
  private let shards: Int
  private var nextShard = 0
  /// The commit that fails.
  private let failure: Int?
  private var commits = 0
  private var hasFailed = false
  private var added: [Int] = []
  private var committed: [Int] = []
  private var broken: String?

  init(seed: UInt64, fails: Bool) {
    random = SeededGenerator(seed: seed)
    shards = Int.random(in: 0...300, using: &random)
    workers = Array(repeating: .free, count: Int.random(in: 1...8, using: &random))
    failure = fails ? Int.random(in: 0...3, using: &random) : nil
  }

  /// - Returns: the first promise that was broken; nil if all were kept.
  mutating func finish() -> String? {
    var steps = 0
    while let worker = workers.indices.filter({ workers[$0] != .ended }).randomElement(using: &random) {
      steps += 1
      if steps > 100_000 { return "somebody waits for ever" }
      now += .milliseconds(Int.random(in: 0...40, using: &random))
      step(worker)
      if let broken { return broken }
    }
    if hasFailed { return nil }
    return committed == added && added.sorted() == Array(0..<shards) ? nil : "shards were left out or came twice"
  }

  private var isCommitting: Bool {
    workers.contains { if case .committing = $0 { true } else { false } }
  }

  private mutating func step(_ worker: Int) {
    switch workers[worker] {
    case .free:
      workers[worker] = nextShard < shards ? .adding(nextShard) : .flushing
      nextShard += 1
    case .adding(let shard):
      if queue.add(shard, bytes: Int.random(in: 0...1 << 20, using: &random), at: now) {
        added.append(shard)
        workers[worker] = .free
        flush(worker, onlyIfDue: true)
      } else if !isCommitting {
        broken = "a worker waits although nobody commits"
      }
    case .flushing:
      workers[worker] = .ended
      flush(worker, onlyIfDue: false)
    case .committing(let group):
      let succeeds = commits != failure
      commits += 1
      if succeeds { committed += group } else { hasFailed = true }
      queue.didCommit(succeeded: succeeds)
      workers[worker] = .free
    case .ended: break
    }
  }

  private mutating func flush(_ worker: Int, onlyIfDue: Bool) {
    let wasCommitting = isCommitting
    switch queue.flush(onlyIfDue: onlyIfDue, at: now) {
    case .commit(let group):
      if wasCommitting { broken = "two workers commit at once" }
      if hasFailed { broken = "a commit after one that failed" }
      if group.isEmpty { broken = "an empty commit" }
      workers[worker] = .committing(group)
    case .wait:
      if onlyIfDue || !wasCommitting { broken = "a worker waits for nothing" }
      workers[worker] = .flushing
    case .nothing: break
    }
  }
}
