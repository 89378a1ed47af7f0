internal import ArgumentParser
internal import SluiceLedger

/// Which part of a run that is divided among tasks this process does.
struct TaskOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("This task's number, from 0: it does its share of the shards, divided by size.", valueName: "i"))
  var shardIndex: Int?

  @Option(help: ArgumentHelp("How many tasks the run is divided among.", valueName: "n"))
  var shardCount: Int?

  func validate() throws {
    guard shardIndex != nil || shardCount != nil else { return }
    guard let shardIndex, let shardCount else {
      throw ValidationError("--shard-index and --shard-count belong together")
    }
    guard (1...1_000_000).contains(shardCount) else { throw ValidationError("--shard-count must be 1 to 1000000") }
    guard (0..<shardCount).contains(shardIndex) else {
      throw ValidationError("--shard-index must be 0 to \(shardCount - 1) with --shard-count \(shardCount)")
    }
  }

  /// Nil if the run is not divided.
  var part: RunPart? {
    guard let shardIndex, let shardCount else { return nil }
    return RunPart(index: shardIndex, count: shardCount)
  }
}
