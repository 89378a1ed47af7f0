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
    let other = Dictionary(
      try b.shards().filter { $0.state == .done }.map { ($0.input.path, $0.id) },
      uniquingKeysWith: { first, _ in first })
    for shard in try a.shards() where shard.state == .done {
      guard let twin = other[shard.input.path] else { continue }
      comparison.shards += 1
      var before: [Int: Seen] = [:]
      try a.forEachDecision(shard: shard.id) {
        before[$0.key.line] = Seen(hash: $0.contentHash, route: $0.route, score: $0.score)
      }
      try b.forEachDecision(shard: twin) { now in
        guard let then = before.removeValue(forKey: now.key.line) else {
          comparison.onlyInOne += 1
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
      comparison.onlyInOne += before.count
    }
    return comparison
  }
}
