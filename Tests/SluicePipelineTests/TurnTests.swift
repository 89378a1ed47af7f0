import Foundation
import SluiceCore
import SluiceIO
import SluicePipeline
import Synchronization
import TestSupport
import Testing

/// How much a worker reads in a turn changes timing, never what becomes of the lines.
struct TurnTests {
  /// Scores by the length of a text, so that every lane gets some.
  struct LengthScorer: Scorer {
    let name = "length"
    let digest = "0"

    func makeSession() -> any ScoringSession { Session() }

    private final class Session: ScoringSession {
      func assess(_ text: UnsafeBufferPointer<UInt8>) -> Assessment? {
        var parts: InlineArray<6, Float> = [0, 0, 0, 0, 0, 0]
        parts[text.count % 6] = 1
        return LevelProbabilities(rounding: parts).map {
          Assessment(
            score: SafetyScore(rawValue: UInt8(text.count % 6))!, probabilities: $0, category: .violence,
            stance: .harmful, span: 0..<text.count, scoredBytes: text.count)
        }
      }
    }
  }

  final class MemoryJournal: RunJournal {
    struct Record: Equatable {
      var lines: [Int] = []
      var outputs: [String] = []
      var failures = 0
    }
    let record = Mutex(Record())

    func checkpoint(_ checkpoint: ShardCheckpoint, rows: ShardRows) throws { add(rows) }

    func commit(_ shards: [ShardCommit]) throws {
      for shard in shards {
        add(shard.rows)
        record.withLock { $0.outputs += shard.outputs.map { "\($0.path) \($0.lines) \($0.sha256)" } }
      }
    }

    func restart(shard: Int) throws {}

    func fail(shard: Int, error: String) throws { record.withLock { $0.failures += 1 } }

    private func add(_ rows: ShardRows) {
      record.withLock { record in
        for batch in rows.decisions { record.lines += (0..<batch.count).map { batch[$0].line } }
        record.lines += rows.quarantined.map(\.line)
      }
    }
  }

  private static let corpus: [UInt8] = {
    var random = SeededGenerator(seed: 7)
    var lines = ""
    for number in 0..<3000 {
      let text = String(repeating: "word ", count: Int.random(in: 1...60, using: &random)) + "\(number)"
      lines += number % 97 == 1 ? "broken {\n" : "{\"id\":\"\(number)\",\"text\":\"\(text)\"}\n"
    }
    return Array(lines.utf8)
  }()

  private func run(_ shard: String, turnBytes: Int, jobs: Int, to output: String) throws -> MemoryJournal.Record {
    let input =
      try InputShard.isPipe(shard) ? InputShard(pipe: shard, named: "x.jsonl") : InputSet([shard]).shards[0]
    var plan = RunPlan(
      shards: [
        RunPlan.Shard(id: 1, input: input, outputName: "x.jsonl.zst", attributesCodec: OutputCodec(.plain))
      ], outputFolder: output)
    plan.reader.chunkBytes = 4096
    plan.turnBytes = turnBytes
    plan.jobs = jobs
    plan.checkpointBytes = 100_000
    try Folders.create(output)
    let journal = MemoryJournal()
    let policy = try Policy(
      yaml: """
        version: 1
        rules:
          - {name: worst, when: {score: 5}, route: drop}
          - {name: bad, when: {score: 4}, route: refusal}
          - {name: worse, when: {score: 3}, route: recontextualize}
          - {name: rest, route: keep}
        """, name: "turns")
    let pipeline = Pipeline(plan: plan, scorer: LengthScorer(), policy: policy, journal: journal)
    _ = try pipeline.run()
    return journal.record.withLock { $0 }
  }

  @Test(arguments: [1, 10_000, 1 << 30], [1, 2, 5]) func turnsChangeNoByte(_ turnBytes: Int, _ jobs: Int) throws {
    let scratch = try Scratch()
    let shard = try scratch.write(Self.corpus, to: "x.jsonl")
    let single = try run(shard, turnBytes: 1, jobs: 1, to: scratch.file("single"))
    #expect(single.lines.sorted() == Array(1...3000) && single.outputs.count == 5)
    let found = try run(shard, turnBytes: turnBytes, jobs: jobs, to: scratch.file("out"))
    #expect(found == single)
    for name in try files(below: scratch.file("single")) {
      #expect(try bytes(of: scratch.file("out/" + name)) == bytes(of: scratch.file("single/" + name)))
    }
  }

  @Test func aSlowPipeDoesNotKeepBackWhatItBrought() throws {
    let scratch = try Scratch()
    let pipe = scratch.file("x.jsonl")
    #expect(mkfifo(pipe, 0o600) == 0)
    let written = scratch.file("out/keep/x.jsonl.zst.partial")
    let seen = Mutex(false)
    let writer = Thread {
      let target = open(pipe, O_WRONLY)
      defer { close(target) }
      for part in 0..<3 {
        let bytes = Self.corpus[part * 10_000..<(part + 1) * 10_000]
        _ = bytes.withUnsafeBytes { write(target, $0.baseAddress, $0.count) }
        usleep(700_000)
      }
      // The end comes only when something has been written of what came before it.
      for _ in 0..<200 where !FileManager.default.fileExists(atPath: written) { usleep(50_000) }
      seen.withLock { $0 = FileManager.default.fileExists(atPath: written) }
    }
    writer.start()
    _ = try run(pipe, turnBytes: 1 << 30, jobs: 1, to: scratch.file("out"))
    #expect(seen.withLock { $0 })
  }

  @Test(arguments: [1, 1 << 30], [1, 3]) func aShardThatBreaksInTheMidstOfATurnFails(
    _ turnBytes: Int, _ jobs: Int
  ) throws {
    let scratch = try Scratch()
    let zstd = try output("zstd", ["-q", "-c"], input: Self.corpus)
    let shard = try scratch.write(zstd.dropLast(zstd.count / 3), to: "x.jsonl.zst")
    let found = try run(shard, turnBytes: turnBytes, jobs: jobs, to: scratch.file("out"))
    #expect(found.failures == 1 && found.outputs == [])
    #expect(try files(below: scratch.file("out")) == [], "nothing of it is left")
  }
}
