import Foundation
import TestSupport
import Testing

/// Quarantine keeps raw bytes, and `run --input-quarantine` gives them another chance under their old keys.
struct ReplayTests {
  @Test func quarantinedLinesAreReplayedUnderTheirKeys() throws {
    let bench = try Workbench()
    let lines = [
      "{\"text\":\"plain\"}", "{\"body\":\"a zebra\",\"id\":1}", "", "not json", "{\"body\":\"kept\"}\r",
      "{\"text\":\"lantern\"}", "{\"body\":\"last, without a line end\"}",
    ]
    try bench.scratch.write(
      try output("gzip", ["-c"], input: Array(lines.joined(separator: "\n").utf8)), to: "in/a/x.jsonl.gz")
    try bench.scratch.write("{\"text\":\"nothing wrong here\"}\n", to: "in/b.jsonl")
    let (first, origin) = try bench.run("in", to: "out")
    #expect(first.status == 2)

    let arguments = [
      "run", "--input-quarantine", origin.folder, "-o", bench.path("again"), "--policy", bench.path("policy.yaml"),
      "--fields", "text=body",
    ]
    let second = try run(sluiceBinary, arguments)
    let replay = RunFiles(folder: bench.path("again"))
    #expect(second.status == 2, "\(second.errors)")
    #expect(
      try replay.query("SELECT s.path, line, route FROM decisions d JOIN shards s ON s.id = d.shard_id ORDER BY line")
        == "a/x.jsonl.gz|2|drop\na/x.jsonl.gz|5|keep\na/x.jsonl.gz|7|keep\n")
    #expect(try replay.query("SELECT line, reason FROM quarantine") == "4|not_json\n")
    #expect(try replay.lines("keep", "a/x.jsonl.zst") == [Array(lines[4].utf8), Array(lines[6].utf8)])
    #expect(try sluice("explain", replay.folder, "a/x.jsonl.gz#2", "--show-text").text.contains("zebra"))

    let verified = try sluice("verify", replay.folder, "--inputs")
    #expect(verified.status == 0, "\(verified.text)")
    #expect(try run(sluiceBinary, arguments).text.contains("Nothing to do"))
  }

  @Test func aReplayOfAReplayKeepsTheKeysToo() throws {
    let bench = try Workbench()
    try bench.scratch.write("bad\n\n{\"text\":\"a\"}\nworse\n", to: "in/x.jsonl")
    _ = try bench.run("in", to: "one")
    for (from, to) in [("one", "two"), ("two", "three")] {
      let finished = try sluice("run", "--input-quarantine", bench.path(from), "-o", bench.path(to))
      #expect(finished.status == 2, "\(finished.errors)")
      #expect(try RunFiles(folder: bench.path(to)).query("SELECT line FROM quarantine") == "1\n4\n")
    }
  }

  @Test func aLineOverTheLimitComesBackWhole() throws {
    let bench = try Workbench()
    let long = "{\"text\":\"\(String(repeating: "word ", count: 800_000))zebra\"}"
    try bench.scratch.write("{\"text\":\"short\"}\n\(long)\n{\"text\":\"short\"}\n", to: "in/x.jsonl")
    let (first, origin) = try bench.run("in", to: "out", ["--max-line-bytes", "64K"])
    #expect(first.status == 2)
    for jobs in ["1", "3"] {
      let folder = bench.path("again" + jobs)
      let finished = try sluice(
        "run", "--input-quarantine", origin.folder, "-o", folder, "--policy", bench.path("policy.yaml"), "--jobs", jobs,
        "--checkpoint-bytes", "1K")
      #expect(finished.status == 0, "\(finished.errors)")
      let line = try #require(try RunFiles(folder: folder).lines("drop", "x.jsonl.zst").first)
      #expect(line.starts(with: long.utf8.dropLast()))
      #expect(String(decoding: line.suffix(20), as: UTF8.self).contains("x.jsonl#2\"}}"))
    }
  }

  @Test func aBrokenReplayGoesOn() throws {
    let bench = try Workbench()
    let content = Corpus(documents: 12_000, seed: 3, oddities: false).bytes
    try bench.scratch.write(content, to: "in/x.jsonl")
    let (_, origin) = try bench.run("in", to: "out", ["--fields", "text=body"])
    let arguments = [
      "run", "--input-quarantine", origin.folder, "--policy", bench.path("policy.yaml"), "--checkpoint-bytes", "1M",
      "-o",
    ]
    let whole = try run(sluiceBinary, arguments + [bench.path("whole")])
    #expect(whole.status == 0, "\(whole.errors)")
    for touch in [12, 20, 31] {
      let folder = bench.path("broken-\(touch)")
      let broken = try run(sluiceBinary, arguments + [folder], environment: ["SLUICE_FAULT": "kill:\(touch)"])
      #expect(broken.status == 137)
      #expect(try run(sluiceBinary, arguments + [folder]).status == 0)
      #expect(try RunFiles(folder: folder).isSame(as: RunFiles(folder: bench.path("whole"))))
    }
    // Everything was quarantined, so the replay is a run of the corpus.
    let (_, direct) = try bench.run("in", to: "direct")
    for lane in ["keep", "drop", "refusal", "recontextualize"] {
      #expect(
        try RunFiles(folder: bench.path("whole")).lines(lane, "x.jsonl.zst") == direct.lines(lane, "x.jsonl.zst"))
    }
  }

  @Test func aTouchedQuarantineIsNotReplayed() throws {
    let bench = try Workbench()
    try bench.scratch.write("bad\n", to: "in/x.jsonl")
    let (_, origin) = try bench.run("in", to: "out")
    let file = origin.folder + "/quarantine/x.jsonl.zst"
    let other = try output(
      "zstd", ["-qc"],
      input: Array(
        "{\"shard\":\"x.jsonl\",\"line\":1,\"byte_offset\":0,\"reason\":\"not_json\",\"raw_base64\":\"Z29vZA==\"}\n"
          .utf8))
    try Data(other).write(to: URL(fileURLWithPath: file))
    let finished = try sluice("run", "--input-quarantine", origin.folder, "-o", bench.path("again"))
    #expect(finished.status == 2)
    #expect(finished.text.contains("manifest says"), "\(finished.text)")
    #expect(try RunFiles(folder: bench.path("again")).outputs() == [:])
  }

  @Test func nothingToReplayAndMixedInputsAreSaid() throws {
    let bench = try Workbench()
    try bench.scratch.write("{\"text\":\"fine\"}\n", to: "in/x.jsonl")
    let (_, origin) = try bench.run("in", to: "out")
    let finished = try sluice("run", "--input-quarantine", origin.folder, "-o", bench.path("again"))
    #expect(finished.status == 1)
    #expect(finished.errors.contains("quarantined nothing"))
    #expect(
      try sluice("run", bench.path("in"), "--input-quarantine", origin.folder, "-o", bench.path("again")).status == 64)
  }
}
