package import SluiceCore
package import SluiceIO
package import SluiceLedger

/// How far a run has come, from its ledger: `run` prints it at its end and `status` at any time.
package struct RunSummary: Codable {
  package struct LaneSum: Codable {
    package var documents: Int
    package var words: Int
    package var textBytes: Int
  }

  package struct FailedShard: Codable {
    package var shard: Name
    package var error: String
  }

  package var folder: String
  /// Which part of a divided run this is about; nil for the whole.
  package var task: String?
  /// Whether every shard is committed. Why one is not (running, failed, interrupted) is for the reader to tell.
  package var complete: Bool
  package var shards: [String: Int]
  package var inputBytes: Int
  package var inputBytesDone: Int
  /// Lines of committed shards and of checkpoints, blank ones included.
  package var lines: Int
  package var blankLines: Int
  package var routes: [String: LaneSum]
  /// Documents at each level, 0 to 5.
  package var levels: [Int]
  /// Lines by reason.
  package var quarantine: [String: Int]
  package var failedShards: [FailedShard]
  package var salvagedShards: [FailedShard]
  /// What the input folders hold besides shards.
  package var otherFiles: [OtherFile]
  package var model: String
  package var policy: String
  package var startedAt: String
  package var finishedAt: String?
  /// Stages of `synthesize` that were begun.
  package var synthesis: [SynthesisSummary]

  package init(folder: String, reader: LedgerReader) throws {
    self.folder = folder
    let run = try reader.run()
    let all = try reader.shards()
    shards = try reader.shardCounts().reduce(into: [:]) { $0[$1.key.rawValue] = $1.value.shards }
    complete = all.allSatisfy { $0.state == .done }
    inputBytes = all.reduce(0) { $0 + $1.input.size }
    inputBytesDone = all.reduce(0) { $0 + min($1.bytesDone, $1.input.size) }
    lines = all.reduce(0) { $0 + $1.lines }
    blankLines = all.reduce(0) { $0 + $1.blankLines }
    routes = [:]
    for route in Route.allCases { routes[route.rawValue] = LaneSum(documents: 0, words: 0, textBytes: 0) }
    for (route, count) in try reader.counts() {
      routes[route.rawValue] = LaneSum(documents: count.documents, words: count.words, textBytes: count.textBytes)
    }
    levels = [Int](repeating: 0, count: SafetyScore.count)
    for row in try reader.totals(by: [.score]) {
      if let score = row.score { levels[Int(score.rawValue)] += row.count.documents }
    }
    quarantine = try reader.quarantineCounts().reduce(into: [:]) { $0[$1.key.rawValue] = $1.value }
    failedShards = all.filter { $0.state == .failed }.map {
      FailedShard(shard: $0.input.path, error: $0.error ?? "")
    }
    salvagedShards = all.compactMap { shard in
      shard.committed?.salvaged.map { FailedShard(shard: shard.input.path, error: $0) }
    }
    otherFiles = try reader.otherFiles()
    model = run.identity.modelSHA256
    policy = run.identity.policySHA256
    startedAt = run.startedAt
    finishedAt = run.finishedAt
    synthesis = try SynthesisSummary.read(reader)
  }

  package var quarantinedLines: Int { quarantine.values.reduce(0, +) }

  /// Whether everything was read and nothing was set aside.
  package var isClean: Bool { complete && quarantinedLines == 0 && salvagedShards.isEmpty }
}
