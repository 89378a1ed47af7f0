import Foundation
import TestSupport
import Testing

/// A run divided among tasks ends as a run by one.
struct TaskTests {
  private static let small = ["--checkpoint-bytes", "64K"]

  /// Nine shards, the largest as large as many others, two of one stem, one of them damaged on request.
  private func bench() throws -> Workbench {
    let bench = try Workbench()
    for (index, documents) in [600, 10, 80, 40, 120, 5, 30, 60].enumerated() {
      try bench.scratch.write(
        Corpus(documents: documents, seed: UInt64(index)).bytes, to: "in/\(index % 3)/\(index).jsonl")
    }
    try bench.scratch.write(
      try output("gzip", ["-c"], input: Corpus(documents: 20, seed: 9).bytes), to: "in/0/0.jsonl.gz")
    return bench
  }

  private func task(_ index: Int, of count: Int) -> [String] {
    ["--shard-index", "\(index)", "--shard-count", "\(count)"] + Self.small
  }

  /// Every output but the tasks' own ledgers.
  private func queues(_ run: RunFiles) throws -> [String: [UInt8]] {
    try run.outputs().filter { !$0.key.hasPrefix("ledger-parts/") }
  }

  private func expectSame(_ divided: RunFiles, _ whole: RunFiles, _ comment: Comment? = nil) throws {
    #expect(try queues(divided) == queues(whole), comment)
    #expect(try divided.rows() == whole.rows(), comment)
    let numbers = "SELECT id, path FROM shards ORDER BY id"
    #expect(try divided.query(numbers) == whole.query(numbers), comment)
  }

  @Test(arguments: [1, 3, 12])
  func mergedEqualsASingleRun(_ count: Int) throws {
    let bench = try bench()
    let (_, whole) = try bench.run("in", to: "whole", ["--attributes"])
    for index in (0..<count).reversed() {
      let (finished, _) = try bench.run("in", to: "out", task(index, of: count) + ["--attributes"])
      #expect([0, 2].contains(finished.status), "task \(index): \(finished.errors)")
      #expect(!FileManager.default.fileExists(atPath: bench.path("out/_SUCCESS")))
    }
    let out = bench.path("out")
    func answers() throws -> [String] {
      try [
        ["status", out], ["explain", out, "doc-3"], ["explain", out, "0/3.jsonl#9"], ["ledger", "export", out],
        ["ledger", "export", out, "--format", "csv", "--route", "drop", "--route", "refusal"],
      ].map { try run(sluiceBinary, $0).text }
    }
    let before = try answers()
    #expect(try sluice("verify", out, "--inputs").status == 0)
    #expect(try sluice("report", out, "--json").status == 0)

    let merged = try sluice("ledger", "merge", out)
    #expect(merged.status == 0, "\(merged.errors)")
    try expectSame(RunFiles(folder: out), whole)
    #expect(FileManager.default.fileExists(atPath: out + "/_SUCCESS"))
    #expect(try answers() == before, "merged and unmerged answer alike")
    #expect(try sluice("verify", out, "--inputs").status == 0)
    #expect(
      try sluice("ledger", "export", out).output == sluice("ledger", "export", whole.folder).output)
    #expect(try sluice("ledger", "merge", out).text.contains("nothing to do"))
  }

  @Test func tasksThatRunAtOnceNeedNothingOfEachOther() throws {
    let bench = try bench()
    let (_, whole) = try bench.run("in", to: "whole")
    let tasks = try (0..<6).map { index in
      try Spawned(
        sluiceBinary,
        ["run", bench.path("in"), "-o", bench.path("out"), "--policy", bench.path("policy.yaml"), "--jobs", "1"]
          + task(index, of: 6), files: ["/dev/null", "/dev/null", bench.path("errors-\(index)")])
    }
    for (index, task) in tasks.enumerated() {
      let status = task.wait()
      let errors = String(decoding: try bytes(of: bench.path("errors-\(index)")), as: UTF8.self)
      #expect([0, 2].contains(status), "\(errors)")
    }
    #expect(try sluice("ledger", "merge", bench.path("out")).status == 0)
    try expectSame(RunFiles(folder: bench.path("out")), whole)
  }

  @Test(arguments: [SIGTERM, SIGKILL])
  func aStoppedTaskGoesOnWhenItIsQueuedAgain(_ signal: Int32) throws {
    let bench = try Workbench()
    try bench.scratch.write(Corpus(documents: 30_000, seed: 1).bytes, to: "in/a.jsonl")
    try bench.scratch.write(Corpus(documents: 100, seed: 2).bytes, to: "in/b.jsonl")
    let (_, whole) = try bench.run("in", to: "whole")
    let stopped = try Spawned(
      sluiceBinary,
      ["run", bench.path("in"), "-o", bench.path("out"), "--policy", bench.path("policy.yaml"), "--jobs", "1"]
        + task(0, of: 2), environment: ["SLUICE_FAULT": "pause:1"], files: ["/dev/null", "/dev/null", "/dev/null"])
    #expect(stopped.pauses(atFirstSightOf: bench.path("out/keep/a.jsonl.zst.partial")))
    stopped.signal(signal)
    #expect(stopped.wait() == (signal == SIGTERM ? 130 : 128 + SIGKILL))
    #expect(try bench.run("in", to: "out", task(1, of: 2)).finished.status == 2)
    #expect(try sluice("status", bench.path("out")).text.contains("1 of 2 shards done"))
    let early = try sluice("ledger", "merge", bench.path("out"))
    #expect(early.status == 1)
    #expect(early.errors.contains("missing a.jsonl"), "\(early.errors)")
    if signal == SIGTERM {
      let part = bench.path("out/ledger-parts/0000-of-0002.sqlite")
      let saved = try output("sqlite3", ["-readonly", part, "SELECT count(*) FROM checkpoints"])
      #expect(String(decoding: saved, as: UTF8.self) == "1\n")
    }
    #expect(try bench.run("in", to: "out", task(0, of: 2)).finished.status == 2)
    #expect(try bench.run("in", to: "out", task(0, of: 2)).finished.text.contains("Nothing to do"))
    #expect(try sluice("ledger", "merge", bench.path("out")).status == 0)
    try expectSame(RunFiles(folder: bench.path("out")), whole)
    #expect(try sluice("verify", bench.path("out"), "--inputs").status == 0)
  }

  @Test func anotherCountIsDriftByBothValues() throws {
    let bench = try bench()
    _ = try bench.run("in", to: "out", task(0, of: 3))
    let other = try bench.run("in", to: "out", task(0, of: 4)).finished
    #expect(other.status == 3)
    #expect(other.errors.contains("--shard-count: was 3, is now 4"), "\(other.errors)")
    let whole = try bench.run("in", to: "out").finished
    #expect(whole.status == 3 && whole.errors.contains("--shard-count: was 3, is now none"))
    _ = try bench.run("in", to: "single")
    let divided = try bench.run("in", to: "single", task(0, of: 3)).finished
    #expect(divided.status == 3 && divided.errors.contains("--shard-count: was none, is now 3"))
  }

  @Test func otherInputsAreDriftForEveryTask() throws {
    let bench = try bench()
    let list = ["in/0/0.jsonl", "in/1/1.jsonl", "in/2/2.jsonl"]
    try bench.scratch.write(list.joined(separator: "\n"), to: "m.csv")
    func run(_ index: Int) throws -> Finished {
      try TestSupport.run(
        sluiceBinary,
        ["run", "--manifest", bench.path("m.csv"), "-o", bench.path("out"), "--policy", bench.path("policy.yaml")]
          + task(index, of: 2))
    }
    #expect(try run(0).status == 2)
    try bench.scratch.write((list.dropLast() + ["in/1/4.jsonl"]).joined(separator: "\n"), to: "m.csv")
    for index in 0..<2 {
      let refused = try run(index)
      #expect(refused.status == 3)
      #expect(refused.errors.contains("input 2/2.jsonl: was there, is now missing"), "\(refused.errors)")
      #expect(refused.errors.contains("input 1/4.jsonl: was not there, is now there"))
    }
    try bench.scratch.write(list.joined(separator: "\n"), to: "m.csv")
    try bench.scratch.write(Corpus(documents: 700, seed: 1).bytes, to: "in/0/0.jsonl")
    for index in 0..<2 {
      let refused = try run(index)
      #expect(refused.status == 3 && refused.errors.contains("input 0/0.jsonl size"), "\(refused.errors)")
    }
  }

  @Test func aTaskNeedsOnlyItsOwnShardsOfAManifestWithSizes() throws {
    let bench = try bench()
    let names = try files(below: bench.path("in"))
    let sizes = try names.map { try bytes(of: bench.path("in/\($0)")).count }
    let manifest = "path,rows,bytes,sha256\n" + zip(names, sizes).map { "in/\($0),,\($1),\n" }.joined()
    try bench.scratch.write(manifest, to: "m.csv")
    let (_, whole) = try bench.run("in", to: "whole")
    // Two machines: each has the manifest and, later, its own shards.
    var dealt: [String: Int] = [:]
    for index in 0..<2 {
      try bench.scratch.write(manifest, to: "node\(index)/m.csv")
      func run() throws -> Finished {
        try TestSupport.run(
          sluiceBinary,
          [
            "run", "--manifest", bench.path("node\(index)/m.csv"), "-o", bench.path("out"), "--policy",
            bench.path("policy.yaml"),
          ] + task(index, of: 2))
      }
      let lacking = try run()
      #expect(lacking.status == 2 && lacking.text.contains("  failed "), "what is not there fails alone")
      let division = try bytes(of: bench.path("out/ledger-parts/division.jsonl")).split(separator: 10).dropFirst()
      for line in division {
        let shard = try RunTests.object(Array(line))
        dealt[shard["path"] as! String] = (shard["task"] as! Int)
      }
      for (name, task) in dealt where task == index {
        try bench.scratch.write(try bytes(of: bench.path("in/\(name)")), to: "node\(index)/in/\(name)")
      }
      let finished = try run()
      #expect(finished.status == 2, "\(finished.errors)")
    }
    #expect(Set(dealt.keys) == Set(names) && Set(dealt.values) == [0, 1])
    #expect(try sluice("ledger", "merge", bench.path("out")).status == 0)
    try expectSame(RunFiles(folder: bench.path("out")), whole)
  }

  @Test func anotherPolicyOrOptionIsDriftBeforeATaskBegins() throws {
    let bench = try bench()
    _ = try bench.run("in", to: "out", task(0, of: 2))
    let option = try bench.run("in", to: "out", task(1, of: 2) + ["--codec", "gzip"]).finished
    #expect(option.status == 3 && option.errors.contains("--codec: was zstd, is now gzip"))
    try bench.scratch.write(Corpus.policy.replacingOccurrences(of: "zebra", with: "okapi"), to: "policy.yaml")
    let policy = try bench.run("in", to: "out", task(1, of: 2)).finished
    #expect(policy.status == 3 && policy.errors.contains("policy sha256"))
    #expect(try files(below: bench.path("out/ledger-parts")).filter { $0.contains("0001-of") } == [])
  }

  @Test func aFailedShardIsMendedByItsTaskAndMergedAgain() throws {
    let bench = try bench()
    let good = try bytes(of: bench.path("in/0/0.jsonl.gz"))
    try bench.scratch.write(Array(good[..<(good.count / 2)]), to: "in/0/0.jsonl.gz")
    for index in 0..<2 { #expect(try bench.run("in", to: "out", task(index, of: 2)).finished.status == 2) }
    let failed = try sluice("ledger", "merge", bench.path("out"))
    #expect(failed.status == 2 && failed.text.contains("failed 0/0.jsonl.gz"), "\(failed.text) \(failed.errors)")
    #expect(!FileManager.default.fileExists(atPath: bench.path("out/_SUCCESS")))
    try bench.scratch.write(good, to: "in/0/0.jsonl.gz")
    for index in 0..<2 {
      let again = try bench.run("in", to: "out", task(index, of: 2)).finished
      #expect(again.status == 2, "\(again.errors)")
    }
    #expect(try sluice("ledger", "merge", bench.path("out")).status == 0)
    let (_, whole) = try bench.run("in", to: "whole")
    try expectSame(RunFiles(folder: bench.path("out")), whole)
  }

  @Test(arguments: [
    ["--shard-index", "0"], ["--shard-count", "2"], ["--shard-index", "2", "--shard-count", "2"],
    ["--shard-index", "-1", "--shard-count", "2"], ["--shard-index", "0", "--shard-count", "0"],
    ["--shard-index", "0", "--shard-count", "2", "--extend"],
    ["--shard-index", "0", "--shard-count", "2", "--new-run"],
  ])
  func anImpossibleTaskIsAUsageError(_ arguments: [String]) throws {
    let bench = try bench()
    let (finished, _) = try bench.run("in", to: "out", arguments)
    #expect(finished.status == 64)
    #expect(!FileManager.default.fileExists(atPath: bench.path("out")))
  }

  @Test func aFolderThatHoldsOtherThingsIsRefused() throws {
    let bench = try bench()
    try bench.scratch.write("mine", to: "out/notes.txt")
    #expect(try bench.run("in", to: "out", task(0, of: 2)).finished.status == 1)
    #expect(try files(below: bench.path("out")) == ["notes.txt"])
    #expect(try sluice("ledger", "merge", bench.path("out")).status == 1)
  }

  @Test func aDividedRunBelowTheInputsIsNoInput() throws {
    let bench = try bench()
    for index in 0..<2 { _ = try bench.run("in", to: "in/out", task(index, of: 2)) }
    let (_, whole) = try bench.run("in", to: "whole")
    #expect(try whole.query("SELECT count(*) FROM shards") == "9\n")
  }
}
