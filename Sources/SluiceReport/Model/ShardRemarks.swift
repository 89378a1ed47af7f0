internal import SluiceCore
internal import SluicePipeline

/// Says what sets a shard apart. A shard differs if that is unlikely to be chance (its range at z = 4 leaves out
/// the usual share) and the difference is large enough to matter.
struct ShardRemarks {
  private let shares: [Double]
  private let quarantined: Double
  private static let z = 4.0
  /// Smaller shards say nothing.
  private static let least = 50

  init(_ shards: [ShardSummary]) {
    shares = [1, 3].map { from in
      Self.typical(shards.map { ($0.levels[from...].reduce(0, +), $0.sum.documents) })
    }
    quarantined = Self.typical(shards.map { ($0.quarantined, $0.lines) })
  }

  /// The median of the shards' shares, which a few odd shards do not move; the share of all together where
  /// shards are few or most have none.
  private static func typical(_ parts: [(part: Int, count: Int)]) -> Double {
    let shares = parts.filter { $0.count >= least }.map { Double($0.part) / Double($0.count) }.sorted()
    if shares.count >= 3, shares[shares.count / 2] > 0 { return shares[shares.count / 2] }
    let count = parts.reduce(0) { $0 + $1.count }
    return count > 0 ? Double(parts.reduce(0) { $0 + $1.part }) / Double(count) : 0
  }

  func of(_ shard: ShardSummary) -> [String] {
    var remarks: [String] = []
    if let salvaged = shard.salvaged { remarks.append("damaged, readable part only: \(salvaged)") }
    if shard.lines == 0 { remarks.append("empty") }
    let count = shard.sum.documents
    for (from, share) in zip([3, 1], shares.reversed()) {
      let part = shard.levels[from...].reduce(0, +)
      guard let times = Self.factor(part, count, share) else { continue }
      let name = from == 3 ? "scores 3 to 5" : "scores 1 to 5"
      remarks.append("\(times) the usual share of \(name)")
      break
    }
    if let times = Self.factor(shard.quarantined, shard.lines, quarantined), shard.quarantined > 0, quarantined > 0 {
      remarks.append("\(times) the usual share of quarantined lines")
    }
    return remarks
  }

  /// How many times the usual share, in words; nil if it is not an outlier.
  private static func factor(_ part: Int, _ count: Int, _ share: Double) -> String? {
    guard count >= least, share > 0, share < 1 else { return nil }
    let own = Double(part) / Double(count)
    let deviation = (share * (1 - share) / Double(count)).squareRoot()
    guard abs(own - share) > z * deviation, own >= 1.5 * share || own <= share / 1.5 else { return nil }
    return own < share / 10 ? "below a tenth of" : Numbers.decimal(own / share, 1) + " times"
  }
}
