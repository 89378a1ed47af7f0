internal import SluiceCore
internal import SluicePipeline

/// Says what sets a shard apart. A shard differs if chance would hardly make it so (its range at z = 4
/// leaves out the corpus's share) and the difference is large enough to matter.
struct ShardRemarks {
  private let shares: [Double]
  private let quarantined: Double
  private static let z = 4.0

  init(levels: [Int], quarantined: Int, lines: Int) {
    let all = levels.reduce(0, +)
    shares = [1, 3].map { from in all > 0 ? Double(levels[from...].reduce(0, +)) / Double(all) : 0 }
    self.quarantined = lines > 0 ? Double(quarantined) / Double(lines) : 0
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
      remarks.append("\(times) the corpus's share of \(name)")
      break
    }
    if let times = Self.factor(shard.quarantined, shard.lines, quarantined), shard.quarantined > 0, quarantined > 0 {
      remarks.append("\(times) the corpus's share of quarantined lines")
    }
    return remarks
  }

  /// How many times the corpus's share, in words; nil if it is no outlier.
  private static func factor(_ part: Int, _ count: Int, _ share: Double) -> String? {
    guard count >= 50, share > 0, share < 1 else { return nil }
    let own = Double(part) / Double(count)
    let deviation = (share * (1 - share) / Double(count)).squareRoot()
    guard abs(own - share) > z * deviation, own >= 1.5 * share || own <= share / 1.5 else { return nil }
    return own < share / 10 ? "below a tenth of" : Numbers.decimal(own / share, 1) + " times"
  }
}
