import Foundation
import SluiceCore
import SluiceLedger

/// A scratch folder that vanishes with its last user.
final class Scratch: Sendable {
  let path: String

  init() {
    path = NSTemporaryDirectory() + "sluice-ledger-" + UUID().uuidString
    try! FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var ledger: String { path + "/ledger.sqlite" }

  /// A second folder that holds what a crash at this moment would leave.
  func crashed() throws -> Scratch {
    let copy = Scratch()
    for name in ["ledger.sqlite", "ledger.sqlite-wal"] where FileManager.default.fileExists(atPath: path + "/" + name) {
      try FileManager.default.copyItem(atPath: path + "/" + name, toPath: copy.path + "/" + name)
    }
    return copy
  }
}

enum Fixture {
  static let digest = String(repeating: "ab", count: 32)

  static func identity(_ recording: DecisionRecording = .all) -> RunIdentity {
    RunIdentity(
      sluiceVersion: "1.0.0", modelSHA256: digest, policySHA256: String(repeating: "cd", count: 32),
      optionsJSON: #"{"codec":"zstd"}"#, host: "node-1", recording: recording)
  }

  static func inputs(_ count: Int) -> [ShardInput] {
    (1...count).map {
      ShardInput(path: "a/part-\($0).jsonl.gz", inputPath: "in/a/part-\($0).jsonl.gz", size: 100 * $0, modified: 7 * $0)
    }
  }

  static func ledger(
    in scratch: Scratch, shards: Int = 1, recording: DecisionRecording = .all
  ) throws -> Ledger {
    let ledger = try Ledger.create(in: scratch.path)
    try ledger.startRun(identity(recording), shards: inputs(shards))
    return ledger
  }

  /// Every third document is refused, the others are kept.
  static func route(_ line: Int) -> Route { line % 3 == 0 ? .refusal : .keep }

  static func assessment(_ line: Int) -> Assessment {
    let high = route(line) == .refusal
    return Assessment(
      score: high ? .clear : .safe,
      probabilities: LevelProbabilities(
        parts: high ? [100, 200, 300, 400, 8_500, 500] : [9_337, 663, 0, 0, 0, 0]),
      category: high ? .violence : .none, stance: high ? .harmful : .none,
      language: line % 5 == 0 ? .unsupported : .supported, span: 0..<8, scoredBytes: 20)
  }

  /// Rows for lines of a shard; a line that leaves the remainder 4 by 10 is quarantined.
  static func rows(_ lines: Range<Int>, source: String? = "web") -> ShardRows {
    var rows = ShardRows()
    var batch = DecisionBatch(rules: ["fallback", "unsafe"])
    for line in lines {
      if line % 10 == 4 {
        rows.quarantined.append(QuarantinedLine(line: line, byteOffset: 100 * line, reason: .notJSON))
        continue
      }
      append(line, id: Array("doc-\(line)".utf8), source: source, to: &batch, &rows.totals)
      if batch.count == 7 {
        rows.decisions.append(batch)
        batch = DecisionBatch(rules: ["fallback", "unsafe"])
      }
    }
    if !batch.isEmpty { rows.decisions.append(batch) }
    return rows
  }

  static func append(
    _ line: Int, id: [UInt8]?, source: String?, to batch: inout DecisionBatch, _ totals: inout Totals
  ) {
    let assessment = assessment(line)
    let route = route(line)
    let index = source.map { name in
      Array(name.utf8).withUnsafeBufferPointer { batch.sourceIndex($0) }
    }
    func add(_ id: UnsafeBufferPointer<UInt8>?, _ batch: inout DecisionBatch) {
      batch.append(
        line: line, id: id, source: index ?? -1, contentHash: UInt64(line) &* 0x9e37_79b9_7f4a_7c15, textBytes: 20,
        assessment: assessment, scalarSpan: 2..<8, route: route, rule: route == .refusal ? 1 : 0)
    }
    if let id { id.withUnsafeBufferPointer { add($0, &batch) } } else { add(nil, &batch) }
    totals.add(
      Totals.Key(
        source: source.map { Name($0) }, score: assessment.score, route: route, category: assessment.category,
        stance: assessment.stance, language: assessment.language),
      Totals.Count(documents: 1, textBytes: 20, words: 3))
  }

  static func checkpoint(_ shard: Int, lines: Int) -> ShardCheckpoint {
    ShardCheckpoint(
      shard: shard, position: lines * 100, lines: lines, blankLines: 0, insideLongLine: lines % 2 == 1,
      restartCompressed: lines * 10, restartPosition: lines * 90,
      outputs: [
        .init(lane: .keep, path: "keep/a/part-\(shard).jsonl.zst", lines: lines / 2, bytes: lines * 3, sha256: digest),
        .init(
          lane: .refusal, path: "refusal/a/part-\(shard).jsonl.zst", lines: lines / 3, bytes: lines * 2, sha256: digest),
      ])
  }

  /// The commit of a shard of `lines` lines, of which those in `stored` were checkpointed before.
  static func commit(_ shard: Int, lines: Int, stored: Int = 0, salvaged: String? = nil) -> ShardCommit {
    let all = rows(1..<lines + 1)
    func output(_ lane: Lane, _ count: Int) -> ShardCommit.Output {
      .init(lane: lane, path: "\(lane.rawValue)/a/part-\(shard).jsonl.zst", lines: count, bytes: 50, sha256: digest)
    }
    return ShardCommit(
      shard: shard, inputSHA256: digest, inputBytes: 100 * shard, lines: lines, blankLines: 0, salvaged: salvaged,
      outputs: [
        output(.keep, all.totals.sum { $0.route == .keep }.documents),
        output(.refusal, all.totals.sum { $0.route == .refusal }.documents),
        output(.quarantine, all.quarantined.count),
      ],
      rows: rows(stored + 1..<lines + 1))
  }

  /// A finished ledger: three shards of 30 lines, the second through a checkpoint, one of them salvaged.
  static func finished(in scratch: Scratch, recording: DecisionRecording = .all) throws {
    let ledger = try ledger(in: scratch, shards: 3, recording: recording)
    let journal = try ledger.journal()
    try journal.commit([commit(1, lines: 30)])
    try journal.checkpoint(checkpoint(2, lines: 17), rows: rows(1..<18))
    try journal.commit([commit(2, lines: 30, stored: 17), commit(3, lines: 30, salvaged: "truncated at byte 300")])
    try ledger.finishRun()
    try ledger.close()
  }
}
