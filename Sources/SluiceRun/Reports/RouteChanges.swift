internal import SluiceCore
internal import SluiceLedger
internal import SluiceReport

/// Finds documents two runs routed differently, by key: shard path and line. Only shards both runs have
/// finished are compared, and only lines whose text is the same.
enum RouteChanges {
  private struct Seen {
    var hash: UInt64
    var route: Route
    var score: SafetyScore
  }

  static func find(_ a: LedgerReader, _ b: LedgerReader) throws -> RouteComparison {
    var comparison = RouteComparison()
    comparison.isPartial = try [a, b].contains { try $0.run().identity.recording == .routed }
    var other = try finished(b)
    for (path, shard) in try finished(a).sorted(by: { $0.value < $1.value }) {
      guard let twin = other.removeValue(forKey: path) else {
        try addShardOfOne(shard, a, to: &comparison)
        continue
      }
      comparison.shards += 1
      try compare((a, shard), (b, twin), &comparison)
    }
    for shard in other.values { try addShardOfOne(shard, b, to: &comparison) }
    // A document without a row on one side may be one that this side has kept.
    if comparison.isPartial { comparison.onlyInOne = nil }
    return comparison
  }

  private static func finished(_ reader: LedgerReader) throws -> [Name: Int] {
    Dictionary(
      try reader.shards().filter { $0.state == .done }.map { ($0.input.path, $0.id) },
      uniquingKeysWith: { first, _ in first })
  }

  /// Counts the documents of a shard that only one run has finished.
  private static func addShardOfOne(_ shard: Int, _ reader: LedgerReader, to comparison: inout RouteComparison) throws {
    comparison.shardsOfOne += 1
    let documents = try reader.documents(shard: shard)
    comparison.documentsInShardsOfOne += documents
    comparison.onlyInOne? += documents
  }

  private static func compare(
    _ a: (reader: LedgerReader, shard: Int), _ b: (reader: LedgerReader, shard: Int),
    _ comparison: inout RouteComparison
  ) throws {
    var before: [Int: Seen] = [:]
    try a.reader.forEachDecision(shard: a.shard) {
      before[$0.key.line] = Seen(hash: $0.contentHash, route: $0.route, score: $0.score)
    }
    try b.reader.forEachDecision(shard: b.shard) { now in
      guard let then = before.removeValue(forKey: now.key.line) else {
        comparison.onlyInOne? += 1
        return
      }
      guard then.hash == now.contentHash else {
        comparison.otherText += 1
        return
      }
      comparison.add(
        RouteComparison.Document(
          key: now.key.description, id: now.documentID?.text, source: now.source?.text, from: then.route, to: now.route,
          scoreFrom: Int(then.score.rawValue), scoreTo: Int(now.score.rawValue)))
    }
    comparison.onlyInOne? += before.count
  }
}
