internal import SluiceCore

/// Deals shards to tasks so that all have about as much to do: the largest first, each to the task that has
/// least so far. No task gets more than 4/3 of the best possible share (R. L. Graham, "Bounds on multiprocessing
/// timing anomalies", SIAM J. Appl. Math. 17, 1969), and none gets more than an even share plus one shard.
///
/// The result depends only on the sizes and their order, so every task deals by itself and all agree.
public enum ShardDealing {
  /// What a shard costs besides its bytes, in bytes: files to open, flush and record. It also spreads empty
  /// shards.
  public static let costPerShard = 1 << 16

  /// - Parameter sizes: compressed bytes of the shards, in byte order of their paths; among equals the
  ///   first is dealt first.
  /// - Returns: each shard's task, `0..<tasks`; among tasks with equal loads the first gets the next shard.
  /// - Complexity: O(n log n).
  public static func deal(_ sizes: [Int], to tasks: Int) -> [Int] {
    precondition(tasks > 0, "there is a task to deal to")
    var dealt = [Int](repeating: 0, count: sizes.count)
    // A binary heap, the task with least at its root. All zero in order of their numbers is a heap.
    var heap = (0..<tasks).map { (load: 0, task: $0) }
    for shard in sizes.indices.sorted(by: { (-sizes[$0], $0) < (-sizes[$1], $1) }) {
      dealt[shard] = heap[0].task
      heap[0].load = heap[0].load.plus(sizes[shard]).plus(costPerShard)
      var parent = 0
      while true {
        var least = parent
        for child in [2 * parent + 1, 2 * parent + 2] where child < tasks && heap[child] < heap[least] {
          least = child
        }
        if least == parent { break }
        heap.swapAt(parent, least)
        parent = least
      }
    }
    return dealt
  }
}
