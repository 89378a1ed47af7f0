import SluiceCore
import SluiceIO
import SluicePipeline

func scan(_ folder: String, by scorer: any Scorer) throws -> Pipeline.Outcome {
  let shards = try InputSet([folder]).shards.enumerated().map { index, shard in
    RunPlan.Shard(id: index + 1, input: shard, outputName: shard.path, attributesCodec: OutputCodec(.plain))
  }
  var plan = RunPlan(shards: shards)
  plan.jobs = 4
  return try Pipeline(plan: plan, scorer: scorer, policy: .default).run()
}
