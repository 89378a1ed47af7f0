internal import SluiceCore
internal import SluiceLedger
internal import SluiceReport

/// Where a run stands, from its ledger: what `run` prints at its end and `status` at any time.
struct RunSummary: Codable {
  struct LaneSum: Codable {
    var documents: Int
    var words: Int
    var textBytes: Int
  }

  struct FailedShard: Codable {
    var shard: String
    var error: String
  }

  var folder: String
  /// Which part of a divided run this is of; nil of the whole.
  var task: String?
  /// `running`, `done`, `incomplete` (shards failed) or `interrupted` is for the reader to tell: this
  /// says only whether every shard is committed.
  var complete: Bool
  var shards: [String: Int]
  var inputBytes: Int
  var inputBytesDone: Int
  /// Lines of committed shards and of checkpoints, blank ones included.
  var lines: Int
  var blankLines: Int
  var routes: [String: LaneSum]
  /// Documents at each level, 0 to 5.
  var levels: [Int]
  /// Lines by reason.
  var quarantine: [String: Int]
  var failedShards: [FailedShard]
  var salvagedShards: [FailedShard]
  var model: String
  var policy: String
  var startedAt: String
  var finishedAt: String?
  /// Stages of `synthesize` that were begun.
  var synthesis: [SynthesisSummary]

  init(folder: String, reader: LedgerReader) throws {
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
    model = run.identity.modelSHA256
    policy = run.identity.policySHA256
    startedAt = run.startedAt
    finishedAt = run.finishedAt
    synthesis = try SynthesisSummary.read(reader)
  }

  var quarantinedLines: Int { quarantine.values.reduce(0, +) }

  /// Whether everything was read and nothing was set aside.
  var isClean: Bool { complete && quarantinedLines == 0 && salvagedShards.isEmpty }

  func render() -> String {
    let total = shards.values.reduce(0, +)
    var text =
      "\(folder): \(task.map { "\($0): " } ?? "")\(Numbers.count(shards[ShardState.done.rawValue] ?? 0)) of \(total.counted("shard")) done"
    if !complete, inputBytes > 0 { text += ", \(Numbers.percent(inputBytesDone, of: inputBytes)) of the bytes" }
    text += "\n"
    for lane in Route.allCases {
      let sum = routes[lane.rawValue]!
      text +=
        "  \(Self.pad(lane.rawValue)) \(sum.documents.counted("document")), \(sum.words.counted("word"))\n"
    }
    text += "  \(Self.pad("quarantine")) \(quarantinedLines.counted("line"))"
    if quarantinedLines > 0 {
      text +=
        " ("
        + quarantine.sorted { $0.key < $1.key }.map { "\($0.key) \(Numbers.count($0.value))" }.joined(separator: ", ")
        + ")"
    }
    text += "\n  \(Self.pad("lines in")) \(Numbers.count(lines))"
    if blankLines > 0 { text += ", of them \(Numbers.count(blankLines)) blank" }
    text += "\n  scores 0-5  " + levels.map(Numbers.count).joined(separator: "  ") + "\n"
    for stage in synthesis { text += stage.render() }
    for shard in salvagedShards { text += "  salvaged \(shard.shard): \(shard.error)\n" }
    for shard in failedShards { text += "  failed \(shard.shard): \(shard.error)\n" }
    return text
  }

  private static func pad(_ text: String) -> String { text + String(repeating: " ", count: max(0, 16 - text.count)) }
}
