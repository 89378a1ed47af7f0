public import SluiceCore

/// One shard's sums, for the table of shards in a report.
public struct ShardSummary: Sendable {
  /// The shard's path, as in keys.
  public var shard: Name
  /// Lines read, blank ones included.
  public var lines: Int
  /// Quarantined lines.
  public var quarantined: Int
  /// Sums over all scored documents.
  public var sum: Totals.Count
  /// Documents at each level, 0 to 5.
  public var levels: [Int]
  /// What was wrong with it, if only its readable part was taken (`--salvage`).
  public var salvaged: String?

  public init(
    shard: Name, lines: Int, quarantined: Int, sum: Totals.Count, levels: [Int], salvaged: String? = nil
  ) {
    self.shard = shard
    self.lines = lines
    self.quarantined = quarantined
    self.sum = sum
    self.levels = levels
    self.salvaged = salvaged
  }

  init(shard: Name, totals: Totals, tally: Tally) {
    var levels = [Int](repeating: 0, count: SafetyScore.count)
    var sum = Totals.Count()
    for (key, count) in totals.counts {
      levels[Int(key.score.rawValue)] += count.documents
      sum += count
    }
    self.init(
      shard: shard, lines: tally.lines, quarantined: tally.quarantined.values.reduce(0, +), sum: sum, levels: levels)
  }
}
