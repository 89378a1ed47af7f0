import SluiceCore
import SluiceIO
import SluicePipeline
import Synchronization

/// Keeps what was decided in memory, for runs that need no ledger.
final class MemoryJournal: RunJournal {
  let decisions = Mutex<[Decision]>([])

  func commit(_ shards: [ShardCommit]) throws { for shard in shards { add(shard.rows) } }
  func checkpoint(_ checkpoint: ShardCheckpoint, rows: ShardRows) throws { add(rows) }
  func restart(shard: Int) throws {}
  func fail(shard: Int, error: String) throws {}

  private func add(_ rows: ShardRows) {
    decisions.withLock { all in
      for batch in rows.decisions { all += (0..<batch.count).map { batch[$0] } }
    }
  }
}

/// Writes the queues of all shards in `folder` below `output`, a new folder.
func route(_ folder: String, to output: String, by scorer: any Scorer, policy: Policy) throws -> MemoryJournal {
  let inputs = try InputSet([folder]).shards
  let names = ShardName.outputNames(for: inputs.map(\.path), codec: .zstd)
  let shards = inputs.indices.map { index in
    RunPlan.Shard(
      id: index + 1, input: inputs[index], outputName: names[index], attributesCodec: OutputCodec(.plain))
  }
  try Folders.create(output)
  let journal = MemoryJournal()
  let plan = RunPlan(shards: shards, outputFolder: output)
  _ = try Pipeline(plan: plan, scorer: scorer, policy: policy, journal: journal).run()
  return journal
}
