import SluiceCore
import SluiceIO
import SluiceLedger
import SluicePipeline
import SluiceRun
import TestSupport

/// A corpus of two small shards and everything a run of them needs, without a program, a model file or a terminal.
final class Bench {
  let scratch: Scratch
  var options = RunOptionsRecord.forTests
  var policy: Policy
  var model = WordScorer()

  init() throws {
    scratch = try Scratch()
    policy = try Policy(
      yaml: """
        version: 1
        rules:
          - {name: unsafe, when: {score: ">= 4"}, route: drop}
          - {name: doubtful, when: {score: ">= 2"}, route: refusal}
          - {name: rest, route: keep}

        """, name: "tests")
    try scratch.write(
      """
      {"id":"a","text":"a quiet garden"}
      {"id":"b","text":"a knife in the kitchen","source":"web"}
      not json

      {"id":"c","text":"a bomb"}

      """, to: "in/x.jsonl")
    try scratch.write("{\"id\":\"d\",\"text\":\"a letter\"}\n", to: "in/y.jsonl")
  }

  var folder: String { scratch.file("out") }

  func shards() throws -> [InputShard] { try InputSet([scratch.file("in")]).shards }

  func session(part: RunPart? = nil, extends: Bool = false) throws -> RunSession {
    try RunSession(
      in: folder, part: part, shards: shards(), model: model, policy: policy, options: options, extends: extends)
  }

  /// - Returns: whether there was anything to do.
  @discardableResult
  func run(part: RunPart? = nil, extends: Bool = false) throws -> Bool {
    let session = try session(part: part, extends: extends)
    guard let plan = try session.prepare(jobs: 1, reader: options.readerOptions) else { return false }
    _ = try session.run(plan)
    return true
  }

  /// What a run refuses as changed: the names, in their order.
  func drift(part: RunPart? = nil) throws -> [String] {
    do {
      try run(part: part)
      return []
    } catch let drift as Drift {
      return drift.differences.map(\.what)
    }
  }
}

extension RunOptionsRecord {
  static var forTests: Self {
    Self(
      attributes: false, codec: OutputCodec(.zstd), fields: FieldPaths(), ledger: .all, maxLineBytes: 1 << 20,
      maxWindowLog: 27, safetyKey: "safety", salvage: false, modelName: "words", inputQuarantine: false,
      hashesDropped: false)
  }
}

/// Scores by two words.
struct WordScorer: Scorer {
  var name = "words"
  var digest = String(repeating: "ab", count: 32)

  func makeSession() -> any ScoringSession { Session() }

  private final class Session: ScoringSession {
    func assess(_ text: UnsafeBufferPointer<UInt8>) -> Assessment? {
      let words = String(decoding: text, as: UTF8.self)
      let level = words.contains("bomb") ? 5 : words.contains("knife") ? 2 : 0
      var parts = InlineArray<6, UInt16>(repeating: 0)
      parts[level] = 10_000
      return Assessment(
        score: SafetyScore(rawValue: UInt8(level))!, probabilities: LevelProbabilities(parts: parts),
        category: level == 0 ? .none : .violence, stance: level == 0 ? .none : .harmful, span: 0..<1,
        scoredBytes: text.count)
    }
  }
}
