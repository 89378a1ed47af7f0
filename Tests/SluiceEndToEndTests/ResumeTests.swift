import Foundation
import TestSupport
import Testing

/// Promise 2: whatever ends a run, the rerun ends with the bytes of an undisturbed one.
struct ResumeTests {
  private static let small = ["--checkpoint-bytes", "1M", "--jobs", "2"]

  /// A bench with three shards: one of several chunks, two small ones.
  private func bench() throws -> Workbench {
    let bench = try Workbench()
    try bench.scratch.write(
      try output("gzip", ["-1c"], input: Corpus(documents: 4000, seed: 1).bytes), to: "in/a.jsonl.gz")
    try bench.scratch.write(
      try output("zstd", ["-qc"], input: Corpus(documents: 120, seed: 2).bytes), to: "in/b.jsonl.zst")
    try bench.scratch.write(Corpus(documents: 80, seed: 3).bytes, to: "in/c/d.jsonl")
    return bench
  }

  @Test(arguments: ["kill", "fail", "full"])
  func aRunBrokenAtAnyTouchOfTheDiskEndsAsAnUndisturbedOne(_ mode: String) throws {
    let bench = try bench()
    let (_, whole) = try bench.run("in", to: "whole", Self.small + ["--attributes"])
    var touch = 1
    var broken = 0
    while true {
      let folder = "broken-\(mode)-\(touch)"
      let (first, run) = try bench.run(
        "in", to: folder, Self.small + ["--attributes"], environment: ["SLUICE_FAULT": "\(mode):\(touch)"])
      let wasBroken = first.status == (mode == "kill" ? 137 : 1)
      #expect(wasBroken || first.status == 2, "touch \(touch): status \(first.status) \(first.errors)")
      if wasBroken {
        broken += 1
        #expect(!FileManager.default.fileExists(atPath: bench.path(folder + "/_SUCCESS")))
        let (second, _) = try bench.run("in", to: folder, Self.small + ["--attributes"])
        #expect(second.status == 2, "touch \(touch): \(second.errors)")
      }
      #expect(try run.isSame(as: whole), "\(mode) at touch \(touch)")
      try FileManager.default.removeItem(atPath: bench.path(folder))
      if !wasBroken { break }
      // Every touch near the start, where most kinds occur, then a few of the many alike.
      touch += touch < 24 ? 1 : 7
    }
    #expect(broken > 20)
  }

  @Test func aRunKilledAtAnyTimeEndsAsAnUndisturbedOne() throws {
    let bench = try bench()
    let (_, whole) = try bench.run("in", to: "whole", Self.small)
    var generator = SeededGenerator(seed: 99)
    for attempt in 0..<15 {
      let folder = "killed-\(attempt)"
      for _ in 0..<3 {
        let process = try Spawned(
          sluiceBinary,
          ["run", bench.path("in"), "-o", bench.path(folder), "--policy", bench.path("policy.yaml")] + Self.small,
          files: ["/dev/null", "/dev/null", "/dev/null"])
        usleep(UInt32.random(in: 5_000...250_000, using: &generator))
        process.signal(SIGKILL)
        _ = process.wait()
      }
      let (last, run) = try bench.run("in", to: folder, Self.small)
      #expect(last.status == 2, "\(last.errors)")
      #expect(try run.isSame(as: whole), "attempt \(attempt)")
      let verified = try sluice("verify", run.folder)
      #expect(verified.status == 0, "\(verified.text)")
    }
  }

  @Test func anInterruptSavesWhereTheRunIs() throws {
    let bench = try Workbench()
    try bench.scratch.write(Corpus(documents: 30_000, seed: 1).bytes, to: "in/a.jsonl")
    let (_, whole) = try bench.run("in", to: "whole")
    let process = try Spawned(
      sluiceBinary,
      ["run", bench.path("in"), "-o", bench.path("out"), "--policy", bench.path("policy.yaml"), "--jobs", "1"],
      files: ["/dev/null", "/dev/null", "/dev/null"])
    // The first chunk has been written, and most are still to come.
    for _ in 0..<3000 where !FileManager.default.fileExists(atPath: bench.path("out/keep/a.jsonl.zst.partial")) {
      usleep(5_000)
    }
    process.signal(SIGINT)
    #expect(process.wait() == 130)
    let run = RunFiles(folder: bench.path("out"))
    #expect(try run.query("SELECT count(*) FROM checkpoints") == "1\n")
    let (again, _) = try bench.run("in", to: "out")
    #expect(again.status == 2, "\(again.errors)")
    #expect(try run.isSame(as: whole))
  }

  @Test func damagedShardsFailAloneAndAreTriedAgain() throws {
    let bench = try Workbench()
    let good = try output("gzip", ["-c"], input: Corpus(documents: 400, seed: 1, oddities: false).bytes)
    try bench.scratch.write(Array(good[..<(good.count / 2)]), to: "in/bad.jsonl.gz")
    try bench.scratch.write(Corpus(documents: 50, seed: 2, oddities: false).bytes, to: "in/fine.jsonl")
    let (first, run) = try bench.run("in", to: "out")
    #expect(first.status == 2)
    #expect(first.text.contains("bad.jsonl.gz") && first.text.contains("at byte"))
    #expect(try files(below: run.folder).filter { $0.contains("bad") } == [])
    #expect(try run.query("SELECT path, state FROM shards ORDER BY path") == "bad.jsonl.gz|failed\nfine.jsonl|done\n")
    #expect(!FileManager.default.fileExists(atPath: run.folder + "/_SUCCESS"))

    let (salvaged, part) = try bench.run("in", to: "salvaged", ["--salvage"])
    #expect(salvaged.status == 2)
    #expect(salvaged.text.contains("salvaged bad.jsonl.gz"))
    #expect(try part.query("SELECT count(*) FROM quarantine WHERE reason = 'torn_line'") == "1\n")
  }

  @Test(arguments: [
    (["--codec", "gzip"], "--codec"), (["--fields", "text=body"], "--fields"), (["--ledger", "routed"], "--ledger"),
    (["--attributes"], "--attributes"), (["--max-line-bytes", "1M"], "--max-line-bytes"),
  ])
  func changedOptionsAreRefusedByName(_ arguments: [String], _ name: String) throws {
    let bench = try Workbench()
    try bench.scratch.write("{\"text\":\"a\"}\n", to: "in/x.jsonl")
    _ = try bench.run("in", to: "out")
    let (refused, _) = try bench.run("in", to: "out", arguments)
    #expect(refused.status == 3)
    #expect(refused.errors.contains(name))
  }

  @Test func changedPolicyAndInputsAreRefusedByName() throws {
    let bench = try Workbench()
    try bench.scratch.write("{\"text\":\"a\"}\n", to: "in/x.jsonl")
    _ = try bench.run("in", to: "out")
    try bench.scratch.write(Corpus.policy.replacingOccurrences(of: "zebra", with: "okapi"), to: "policy.yaml")
    #expect(try bench.run("in", to: "out").finished.errors.contains("policy sha256"))
    try bench.scratch.write(Corpus.policy, to: "policy.yaml")

    try bench.scratch.write("{\"text\":\"b\"}\n", to: "in/x.jsonl")
    let changed = try bench.run("in", to: "out").finished
    #expect(changed.status == 3)
    #expect(changed.errors.contains("x.jsonl sha256"))
    try bench.scratch.write("{\"text\":\"a\"}\n", to: "in/x.jsonl")
    #expect(try bench.run("in", to: "out").finished.status == 0, "a new time on the same bytes is no change")

    try bench.scratch.write("{\"text\":\"a\"}\n", to: "in/y.jsonl")
    let extended = try bench.run("in", to: "out").finished
    #expect(extended.status == 3)
    #expect(extended.errors.contains("y.jsonl") && extended.errors.contains("--extend"))
    #expect(try bench.run("in", to: "out", ["--extend"]).finished.status == 0)
    #expect(try RunFiles(folder: bench.path("out")).query("SELECT count(*) FROM decisions") == "2\n")
  }

  @Test func aFreshRunGoesToAnotherFolder() throws {
    let bench = try Workbench()
    try bench.scratch.write("{\"text\":\"a\"}\n", to: "in/x.jsonl")
    _ = try bench.run("in", to: "out")
    let (finished, _) = try bench.run("in", to: "out", ["--new-run", "--codec", "gzip"])
    #expect(finished.status == 0, "\(finished.errors)")
    #expect(FileManager.default.fileExists(atPath: bench.path("out-2/_SUCCESS")))
  }

  @Test func aManifestCatchesAFileCutBetweenFrames() throws {
    let bench = try Workbench()
    let corpus = Corpus(documents: 40, seed: 1, oddities: false)
    let frame = try output("gzip", ["-c"], input: corpus.bytes)
    try bench.scratch.write(frame, to: "in/x.jsonl.gz")
    let manifest = try bench.scratch.write("in/x.jsonl.gz,80,,\n", to: "m.csv")
    let finished = try sluice(
      "run", "--manifest", manifest, "-o", bench.path("out"), "--policy", bench.path("policy.yaml"))
    #expect(finished.status == 2)
    #expect(finished.text.contains("rows 80") && finished.text.contains("has 40"))
    try bench.scratch.write("in/x.jsonl.gz,40,\(frame.count),\n", to: "m.csv")
    let again = try sluice(
      "run", "--manifest", manifest, "-o", bench.path("out"), "--policy", bench.path("policy.yaml"))
    #expect(again.status == 0, "\(again.errors)")
  }

  @Test func verifyFindsAChangedByteAndADeletedRow() throws {
    let bench = try Workbench()
    try bench.scratch.write(Corpus(documents: 60, seed: 1).bytes, to: "in/x.jsonl")
    let (_, run) = try bench.run("in", to: "out")
    #expect(try sluice("verify", run.folder).status == 0)

    let keep = run.folder + "/keep/x.jsonl.zst"
    var damaged = try bytes(of: keep)
    damaged[damaged.count / 2] ^= 1
    try Data(damaged).write(to: URL(fileURLWithPath: keep))
    let found = try sluice("verify", run.folder)
    #expect(found.status == 1)
    #expect(found.text.contains("keep/x.jsonl.zst"))

    _ = try output("sqlite3", [run.folder + "/ledger.sqlite", "DELETE FROM decisions WHERE line = 7"])
    #expect(try sluice("verify", run.folder).text.contains("decision rows are not those that were committed"))
  }
}
