internal import Dispatch
public import SluiceCore
internal import SluiceIO

/// Runs a plan.
public struct Pipeline: Sendable {
  /// How a run or scan ended.
  public struct Outcome: Sendable {
    /// Counts of all documents that were scored and routed.
    public var totals = Totals()
    /// Sums over lines and documents that totals do not have.
    public var tally: Tally
    /// Of a scan: shards read to their end, in input order.
    public var shards: [ShardSummary] = []
    /// Shards that could not be read to their end, in input order.
    public var failures: [(shard: Name, error: String)] = []
    /// Shards that began anew because their input was another file than at their checkpoint, in input order.
    public var restarted: [Name] = []
    /// Whether `Progress.stop` ended it before all shards were done.
    public var interrupted = false
  }

  /// More lines were quarantined than the user allows.
  public struct TooManyBadLines: Error, CustomStringConvertible {
    /// Lines quarantined so far.
    public var bad: Int
    /// Lines read so far.
    public var lines: Int

    public var description: String {
      "stopped: \(bad) of \(lines) lines were bad, more than --max-bad-lines allows; look at the quarantine, then run again"
    }
  }

  private let plan: RunPlan
  private let policy: Policy
  private let variants: [Policy]
  private let scorer: any Scorer
  private let journal: (any RunJournal)?
  private let progress: Progress

  /// - Parameters:
  ///   - variants: neighbours of the policy, whose routes are counted as well.
  ///   - journal: where a run is recorded; nil for a scan.
  public init(
    plan: RunPlan, scorer: any Scorer, policy: Policy, variants: [Policy] = [], journal: (any RunJournal)? = nil,
    progress: Progress = Progress()
  ) {
    precondition((plan.outputFolder == nil) == (journal == nil), "a run has an output folder and a journal")
    self.plan = plan
    self.policy = policy
    self.variants = variants
    self.scorer = scorer
    self.journal = journal
    self.progress = progress
  }

  /// Works until all shards are done, one cannot be recorded, or `Progress.stop` is called.
  ///
  /// - Throws: what the journal or the output files threw; everything committed so far stays valid.
  public func run() throws -> Outcome {
    let scheduler = Scheduler(plan.shards, jobs: plan.jobs) { shard in
      ShardTask(shard, plan: plan, variants: variants.count, journal: journal)
    }
    let commits = try journal.map { try GroupCommit(folder: plan.outputFolder!, journal: $0, progress: progress) }
    let results = Results(plan.shards, variants: variants.count)
    let group = DispatchGroup()
    OutOfMemory.expectThreads(max(1, plan.jobs))
    for index in 0..<max(1, plan.jobs) {
      // One serial queue per worker, so that each has a thread of its own.
      DispatchQueue(label: "sluice.worker.\(index)").async(group: group) {
        work(scheduler, commits, results)
      }
    }
    group.wait()
    if let fatal = scheduler.failure { throw fatal }
    try commits?.flush(onlyIfDue: false)
    for task in scheduler.unfinished {
      try task.checkpointBeforeStop()
      results.noteRestart(of: task)
    }
    try checkBadLines(final: true)
    var outcome = results.outcome
    outcome.interrupted = scheduler.stoppedEarly
    return outcome
  }

  private func work(_ scheduler: Scheduler, _ commits: GroupCommit?, _ results: Results) {
    let worker = ChunkWorker(.init(scorer: scorer, policy: policy, variants: variants, plan: plan))
    while let work = scheduler.next(stopping: { progress.isStopping }) {
      do {
        switch work {
        case .read(let slot): try advance(slot, scheduler, worker)
        case .close(let slot): try close(slot, scheduler, commits, results)
        }
        try commits?.flush(onlyIfDue: true)
        try checkBadLines(final: false)
      } catch {
        scheduler.abort(error)
      }
    }
  }

  /// Reads some chunks of a shard and works through them.
  private func advance(_ slot: Scheduler.Slot, _ scheduler: Scheduler, _ worker: ChunkWorker) throws {
    do {
      let bytes = try slot.task.read(into: worker.batch)
      progress.read(bytes: bytes, decompressed: worker.batch.bytes)
    } catch let error as IOFailure where error.kind != .exhausted {
      return scheduler.didFail(slot, error)
    }
    guard let turn = scheduler.didRead(slot, gotChunks: worker.batch.count > 0) else { return }
    let results = try worker.process(slot.task.shard)
    for result in results {
      progress.add(lines: result.lines, totals: result.totals, quarantined: result.quarantined.count)
    }
    scheduler.didCommit(slot, count: try slot.task.commit(results, sequence: turn))
  }

  /// Commits a shard that was read to its end, or cleans up after one that failed.
  private func close(
    _ slot: Scheduler.Slot, _ scheduler: Scheduler, _ commits: GroupCommit?, _ results: Results
  ) throws {
    let task = slot.task
    results.noteRestart(of: task)
    do {
      if let failure = slot.failure { throw failure }
      let finished = try task.finish()
      if let finished { try commits?.add(finished) }
      results.add(task)
    } catch let error as IOFailure where slot.failure != nil || error.kind == .manifestMismatch {
      try task.discard()
      try journal?.fail(shard: task.shard.id, error: error.description)
      progress.shardFailed()
      results.add(failure: error.description, of: task)
    }
    if commits == nil { progress.shardDone() }
    scheduler.didClose(slot)
  }

  private func checkBadLines(final: Bool) throws {
    guard let limit = plan.badLines else { return }
    let (bad, lines) = (progress.badLines, progress.allLines)
    if limit.isPassed(bad: bad, lines: lines, final: final) { throw TooManyBadLines(bad: bad, lines: lines) }
  }
}
