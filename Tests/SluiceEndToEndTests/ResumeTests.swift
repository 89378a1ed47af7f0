import Foundation
import TestSupport
import Testing

/// Promise 2: whatever ends a run, the rerun ends with the bytes of an undisturbed one.
struct ResumeTests {
  @Test(arguments: ["kill", "fail", "full"])
  func aRunBrokenAtAnyTouchOfTheDiskEndsAsAnUndisturbedOne(_ mode: String) throws {
    let bench = try Workbench.threeShards()
    let whole = try bench.run("in", to: "whole", Workbench.small + ["--attributes"]).files.state()
    var touch = 1
    var broken = 0
    while true {
      let folder = "broken-\(mode)-\(touch)"
      let (first, run) = try bench.run(
        "in", to: folder, Workbench.small + ["--attributes"], environment: ["SLUICE_FAULT": "\(mode):\(touch)"])
      let wasBroken = first.status == (mode == "kill" ? 137 : 1)
      #expect(wasBroken || first.status == 2, "touch \(touch): status \(first.status) \(first.errors)")
      if wasBroken {
        broken += 1
        #expect(try !run.claimsTooMuch(), "touch \(touch)")
        let (second, _) = try bench.run("in", to: folder, Workbench.small + ["--attributes"])
        #expect(second.status == 2, "touch \(touch): \(second.errors)")
      }
      #expect(try run.isSame(as: whole), "\(mode) at touch \(touch)")
      try FileManager.default.removeItem(atPath: bench.path(folder))
      if !wasBroken { break }
      // Scripts/fault-injection takes every touch in every mode. Here a death comes at every touch near the start,
      // where most kinds occur, and at a few of the many alike.
      touch += mode == "kill" ? (touch < 24 ? 1 : 9) : 7
    }
    #expect(broken > (mode == "kill" ? 28 : 10))
  }

  /// Decoding starts again inside members and frames of every form.
  @Test(arguments: ["gzip", "zstd"])
  func aRunKilledAtAnyCheckpointContinuesInsideAShardOfManyParts(_ codec: String) throws {
    let bench = try Workbench()
    let corpus = Corpus(documents: 6000, seed: 4).bytes
    try bench.scratch.write(PipeTests.oddForm(codec, corpus, parts: 200), to: "in/x.jsonl")
    let options = ["--checkpoint-bytes", "1M", "--jobs", "1"]
    let whole = try bench.run("in", to: "whole", options).files.state()
    var resumed = 0
    for touch in 1... {
      let folder = "broken-\(touch)"
      let (first, run) = try bench.run("in", to: folder, options, environment: ["SLUICE_FAULT": "kill:\(touch)"])
      let wasKilled = first.status == 137
      if wasKilled {
        let inside = try? run.query("SELECT count(*) FROM checkpoints WHERE restart_compressed > 0")
        if inside == "1\n" { resumed += 1 }
        #expect(try bench.run("in", to: folder, options).finished.status == 2, "touch \(touch)")
      }
      #expect(try run.isSame(as: whole), "touch \(touch)")
      try FileManager.default.removeItem(atPath: bench.path(folder))
      if !wasKilled { break }
    }
    #expect(resumed > 5)
  }

  /// Enough small shards that one commit takes many, and flushes the file system instead of files.
  @Test(arguments: ["kill", "fail"])
  func aGroupOfTinyShardsBrokenAtAnyTouchIsCommittedAsAWhole(_ mode: String) throws {
    let bench = try Workbench()
    for index in 0..<12 {
      try bench.scratch.write(
        Corpus(documents: 3, seed: UInt64(index), oddities: index % 3 == 0).bytes, to: "in/\(index % 4)/\(index).jsonl")
    }
    let whole = try bench.run("in", to: "whole", ["--jobs", "2"]).files.state()
    var broken = 0
    for touch in stride(from: 1, to: 200, by: mode == "kill" ? 3 : 7) {
      let folder = "broken-\(touch)"
      let (first, run) = try bench.run(
        "in", to: folder, ["--jobs", "2"], environment: ["SLUICE_FAULT": "\(mode):\(touch)"])
      if first.status == 2 { break }
      broken += 1
      #expect(first.status == (mode == "kill" ? 137 : 1), "\(first.errors)")
      #expect(try !run.claimsTooMuch(), "touch \(touch)")
      let (second, _) = try bench.run("in", to: folder, ["--jobs", "2"])
      #expect(second.status == 2, "touch \(touch): \(second.errors)")
      #expect(try run.isSame(as: whole), "touch \(touch)")
    }
    #expect(broken > 8)
  }

  @Test func aRunKilledAtAnyTimeEndsAsAnUndisturbedOne() throws {
    let bench = try Workbench.threeShards()
    let whole = try bench.run("in", to: "whole", Workbench.small).files.state()
    var generator = SeededGenerator(seed: 99)
    for attempt in 0..<15 {
      let folder = "killed-\(attempt)"
      for _ in 0..<3 {
        let process = try Spawned(
          sluiceBinary,
          ["run", bench.path("in"), "-o", bench.path(folder), "--policy", bench.path("policy.yaml")] + Workbench.small,
          files: ["/dev/null", "/dev/null", "/dev/null"])
        usleep(UInt32.random(in: 5_000...250_000, using: &generator))
        process.signal(SIGKILL)
        _ = process.wait()
      }
      let (last, run) = try bench.run("in", to: folder, Workbench.small)
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
      environment: ["SLUICE_FAULT": "pause:1"], files: ["/dev/null", "/dev/null", "/dev/null"])
    #expect(process.pauses(atFirstSightOf: bench.path("out/keep/a.jsonl.zst.partial")))
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

  @Test func totalsDoNotDependOnCheckpoints() throws {
    let bench = try Workbench()
    // More sources than a shard keeps apart, the common ones last.
    let lines = (0..<6000).map { index in
      "{\"text\":\"\(String(repeating: "word ", count: 120))\",\"source\":\"s\(index < 3000 ? index : index % 700)\"}\n"
    }
    try bench.scratch.write(lines.joined(), to: "in/x.jsonl")
    let rows = try ["1K", "1M", "1G"].map { size in
      try bench.run("in", to: "out" + size, ["--checkpoint-bytes", size]).files.rows()
    }
    #expect(rows[0] == rows[1] && rows[1] == rows[2])
    let run = RunFiles(folder: bench.path("out1G"))
    #expect(try run.query("SELECT count(DISTINCT source) FROM totals") == "1001\n")
    #expect(try run.query("SELECT sum(documents) FROM totals") == "6000\n")
    #expect(try run.query("SELECT sum(documents) FROM totals WHERE source = 's1'") == "5\n", "a common one is kept")
  }

  /// A disk that lied about what it had flushed: the ledger came back, the queue did not.
  @Test(arguments: ["changed", "cut", "gone"])
  func aPartialOutputThatIsNotWhatWasFlushedIsNotBuiltUpon(_ what: String) throws {
    let bench = try Workbench.threeShards()
    let whole = try bench.run("in", to: "whole", Workbench.small).files.state()
    // After the first checkpoint of the large shard.
    let (killed, run) = try bench.run("in", to: "out", Workbench.small, environment: ["SLUICE_FAULT": "kill:40"])
    #expect(killed.status == 137)
    #expect(try run.query("SELECT count(*) FROM checkpoints") == "1\n")
    let partial = run.folder + "/keep/a.jsonl.zst.partial"
    var content = try bytes(of: partial)
    content[100] ^= 1
    switch what {
    case "changed": try Data(content).write(to: URL(fileURLWithPath: partial))
    case "cut": try Data(content.prefix(50)).write(to: URL(fileURLWithPath: partial))
    default: try FileManager.default.removeItem(atPath: partial)
    }
    let (again, _) = try bench.run("in", to: "out", Workbench.small)
    #expect(again.status == 2)
    #expect(again.text.contains("failed a.jsonl.gz: ") && again.text.contains("keep/a.jsonl.zst"), "\(again.text)")
    #expect(try run.query("SELECT path FROM shards WHERE state <> 'done'") == "a.jsonl.gz\n")
    let (last, _) = try bench.run("in", to: "out", Workbench.small)
    #expect(last.status == 2, "\(last.errors)")
    #expect(try run.isSame(as: whole))
  }

  @Test func anExtendedRunIsNeverCalledASuccessBeforeItIs() throws {
    let bench = try Workbench()
    try bench.scratch.write("{\"text\":\"a\"}\n", to: "in/x.jsonl")
    for touch in 1...12 {
      let folder = "out-\(touch)"
      _ = try bench.run("in", to: folder)
      try bench.scratch.write("{\"text\":\"zebra\"}\n", to: "in/x.jsonl.gz.jsonl")
      let (broken, run) = try bench.run("in", to: folder, ["--extend"], environment: ["SLUICE_FAULT": "kill:\(touch)"])
      #expect(broken.status == 137)
      #expect(try !run.claimsTooMuch(), "touch \(touch)")
      #expect(try bench.run("in", to: folder, ["--extend"]).finished.status == 0)
      #expect(try sluice("verify", run.folder, "--inputs").status == 0)
      try FileManager.default.removeItem(atPath: bench.path("in/x.jsonl.gz.jsonl"))
    }
  }

  @Test func aShardNeverWritesOverAnothersQueue() throws {
    let bench = try Workbench()
    try bench.scratch.write("{\"text\":\"a\"}\n", to: "in/x.jsonl")
    let (_, run) = try bench.run("in", to: "out")
    let before = try run.outputs()
    // Sharing a stem both keep their whole names: the new one's is what the old one's queue is called.
    try bench.scratch.write("{\"text\":\"b\"}\n", to: "in/x")
    let (refused, _) = try bench.run("in", to: "out", ["--extend"])
    #expect(refused.status == 1)
    #expect(refused.errors.contains("x.jsonl.zst") && refused.errors.contains("rename"), "\(refused.errors)")
    #expect(try run.outputs() == before)
    #expect(try bench.run("in", to: "fresh").finished.status == 0)

    try bench.scratch.write("{\"text\":\"c\"}\n", to: "in/x.jsonl.gz.jsonl")
    try bench.scratch.write(try output("gzip", ["-c"], input: Array("{\"text\":\"d\"}\n".utf8)), to: "in/x.jsonl.gz")
    #expect(try bench.run("in", to: "clash").finished.status == 1)
  }

  @Test func aRunThatIsExtendedByAShardOfTheSameNameLosesNothing() throws {
    let bench = try Workbench.threeShards()
    let (killed, _) = try bench.run("in", to: "out", Workbench.small, environment: ["SLUICE_FAULT": "kill:14"])
    #expect(killed.status == 137)
    try bench.scratch.write("{\"text\":\"zebra\"}\n", to: "in/a.jsonl")
    let (extended, run) = try bench.run("in", to: "out", Workbench.small + ["--extend"])
    #expect(extended.status == 2, "\(extended.errors)")
    let verified = try sluice("verify", run.folder, "--inputs")
    #expect(verified.status == 0, "\(verified.text)")
  }
}
