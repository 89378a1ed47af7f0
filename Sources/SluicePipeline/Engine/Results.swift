internal import SluiceCore
internal import SluiceIO

/// The results of finished shards, summed in input order: each is added as soon as all shards before it are done, so
/// that limits on what is kept have the same effect every time and memory does not grow with the number of shards.
///
/// Unchecked: state is touched only under `monitor`.
final class Results: @unchecked Sendable {
  private enum Ending {
    case done(Totals, Tally)
    case failed(String)
  }

  private let monitor = Monitor()
  private let shards: [RunPlan.Shard]
  /// By shard number, of shards that wait for an earlier one.
  private var endings: [Int: Ending] = [:]
  /// Index of the first shard not yet summed.
  private var next = 0
  private var sum: Pipeline.Outcome
  private var restarted: Set<Int> = []

  init(_ shards: [RunPlan.Shard], variants: Int) {
    self.shards = shards
    sum = Pipeline.Outcome(tally: Tally(variants: variants))
  }

  func add(_ task: ShardTask) { add(.done(task.totals, task.tally), of: task.shard) }

  func add(failure: String, of task: ShardTask) { add(.failed(failure), of: task.shard) }

  func noteRestart(of task: ShardTask) {
    guard task.beganAnew else { return }
    monitor.withLock { _ = restarted.insert(task.shard.id) }
  }

  private func add(_ ending: Ending, of shard: RunPlan.Shard) {
    monitor.withLock {
      endings[shard.id] = ending
      while next < shards.count, let ending = endings.removeValue(forKey: shards[next].id) {
        add(ending, shards[next])
        next += 1
      }
    }
  }

  private func add(_ ending: Ending, _ shard: RunPlan.Shard) {
    switch ending {
    case .done(let totals, let tally):
      sum.totals.merge(totals)
      sum.shards.append(ShardSummary(shard: shard.input.path, totals: totals, tally: tally))
      sum.tally.merge(tally)
    case .failed(let error): sum.failures.append((shard.input.path, error))
    }
  }

  /// The sum over all shards that ended, including those after one that an interruption left open.
  var outcome: Pipeline.Outcome {
    monitor.withLock {
      for shard in shards[next...] {
        if let ending = endings.removeValue(forKey: shard.id) { add(ending, shard) }
      }
      next = shards.count
      sum.restarted = shards.filter { restarted.contains($0.id) }.map(\.input.path)
      return sum
    }
  }
}
