import SluiceIO
import Testing

/// Shards are dealt evenly, and every task deals alike.
struct ShardDealingTests {
  private func loads(_ sizes: [Int], _ tasks: Int) -> [Int] {
    var loads = [Int](repeating: 0, count: tasks)
    for (size, task) in zip(sizes, ShardDealing.deal(sizes, to: tasks)) {
      loads[task] += size + ShardDealing.costPerShard
    }
    return loads
  }

  @Test func theLargestGoFirstToWhoeverHasLeast() {
    let mega = 1 << 20
    #expect(ShardDealing.deal([5, 3, 9, 4, 4].map { $0 * mega }, to: 2) == [1, 1, 0, 1, 0])
  }

  @Test func equalShardsGoRoundInOrder() {
    #expect(ShardDealing.deal([7, 7, 7, 7, 7], to: 3) == [0, 1, 2, 0, 1])
    #expect(ShardDealing.deal([0, 0, 0, 0], to: 2) == [0, 1, 0, 1], "shards of no size are spread too")
  }

  @Test func moreTasksThanShardsLeaveSomeWithNothing() {
    #expect(ShardDealing.deal([1, 2], to: 5) == [1, 0])
    #expect(ShardDealing.deal([], to: 3) == [])
  }

  @Test(arguments: [1, 2, 3, 16, 61])
  func noTaskHasMoreThanAnEvenShareAndOneShard(_ tasks: Int) {
    // Sizes over four orders of magnitude, a few of them giants.
    let sizes = (1...500).map { 40_000_000_000 / ($0 * $0) + $0 * 1000 }
    let loads = loads(sizes, tasks)
    let even = loads.reduce(0, +) / tasks
    #expect(loads.max()! <= even + sizes.max()! + ShardDealing.costPerShard)
    let largest = sizes.max()! + ShardDealing.costPerShard
    #expect(Double(loads.max()!) <= 4.0 / 3 * Double(max(even, largest)), "Graham's bound on the best possible")
  }
}
