import Foundation
import TestSupport
import Testing

/// Promise: `verify` proves that a run is as it was committed, and says what is not.
struct VerifyTests {
  /// A finished run over two shards, with oddities, a byte order mark and a line over the limit.
  private func finished(_ arguments: [String] = []) throws -> (bench: Workbench, run: RunFiles) {
    let bench = try Workbench()
    let long = Array("{\"text\":\"".utf8) + [UInt8](repeating: 97, count: 1_300_000) + Array("\"}\n".utf8)
    try bench.scratch.write([0xef, 0xbb, 0xbf] + Corpus(documents: 90, seed: 1).bytes + long, to: "in/a/x.jsonl")
    try bench.scratch.write(
      try output("gzip", ["-c"], input: Corpus(documents: 60, seed: 2).bytes), to: "in/b.jsonl.gz")
    let (finished, run) = try bench.run("in", to: "out", ["--max-line-bytes", "100K"] + arguments)
    #expect(finished.status == 2, "\(finished.errors)")
    return (bench, run)
  }

  private func edit(_ run: RunFiles, _ sql: String) throws {
    _ = try output("sqlite3", [run.folder + "/ledger.sqlite", sql])
  }

  @Test(arguments: [
    [], ["--attributes"], ["--codec", "gzip"], ["--ledger", "routed"], ["--safety-key", "x.y"], ["--drop", "hashes"],
  ])
  func anUntouchedRunIsAsItWasCommitted(_ arguments: [String]) throws {
    let (_, run) = try finished(arguments)
    let verified = try sluice("verify", run.folder, "--inputs")
    #expect(verified.status == 0, "\(verified.text)\(verified.errors)")
    #expect(verified.text.contains("input lines"))
  }

  @Test(arguments: ["keep", "recontextualize", "refusal", "drop", "quarantine", "attributes/sluice"])
  func aChangedByteInAnyQueueIsFound(_ lane: String) throws {
    let (_, run) = try finished(["--attributes"])
    let name = lane.hasPrefix("attributes") ? lane + "/a/x.jsonl" : lane + "/a/x.jsonl.zst"
    var content = try bytes(of: run.folder + "/" + name)
    content[content.count / 2] ^= 1
    try Data(content).write(to: URL(fileURLWithPath: run.folder + "/" + name))
    let verified = try sluice("verify", run.folder)
    #expect(verified.status == 1)
    #expect(verified.text.contains(name) && verified.text.contains("sha256"), "\(verified.text)")
  }

  @Test(arguments: [
    ("DELETE FROM decisions WHERE line = 7 AND shard_id = 1", "shard a/x.jsonl: "),
    ("DELETE FROM decisions WHERE line = 7 AND shard_id = 1", "no row for line 4, 7, 9 (2 of 3 were blank)"),
    ("INSERT INTO checkpoints VALUES (1, '', 1, 1, 1, 1, 1, 1)", "checkpoints has rows"),
    ("UPDATE runs SET options_json = '{'", "options_json is not what sluice wrote"),
    ("UPDATE decisions SET route = 'keep' WHERE shard_id = 2 AND route = 'drop'", "b.jsonl.gz"),
    ("UPDATE decisions SET score = 5 - score WHERE line = 8 AND shard_id = 1", "a/x.jsonl"),
    ("UPDATE totals SET documents = documents + 1 WHERE shard_id = 1", "a/x.jsonl"),
    ("UPDATE shards SET lines = lines + 1 WHERE id = 2", "b.jsonl.gz"),
    ("UPDATE outputs SET lines = lines - 1 WHERE shard_id = 1 AND route = 'keep'", "keep/a/x.jsonl.zst"),
    ("DELETE FROM quarantine WHERE shard_id = 2 AND line = (SELECT max(line) FROM quarantine WHERE shard_id = 2)", "b"),
    ("DELETE FROM shards WHERE id = 1", "committed as number"),
    ("UPDATE shards SET state = 'pending' WHERE id = 2", "b.jsonl"),
    ("UPDATE shards SET path = CASE id WHEN 1 THEN 'b.jsonl.gz' ELSE 'a/x.jsonl' END || '~'", "x.jsonl"),
    ("UPDATE runs SET policy_sha256 = model_sha256", "policy"),
    (
      "UPDATE outputs SET path = '../in/b.jsonl.gz' WHERE shard_id = 2 AND route = 'keep'",
      "not a path of the keep lane"
    ),
  ])
  func anEditedLedgerIsFound(_ sql: String, _ named: String) throws {
    let (_, run) = try finished()
    try edit(run, sql)
    let verified = try sluice("verify", run.folder)
    #expect(verified.status == 1, "\(sql)")
    #expect((verified.text + verified.errors).contains(named), "\(sql): \(verified.text)")
  }

  @Test func aFailedShardThatIsDeletedFromTheLedgerIsMissed() throws {
    let bench = try Workbench()
    try bench.scratch.write("{\"text\":\"a\"}\n", to: "in/x.jsonl")
    try bench.scratch.write("no stream", to: "in/y.jsonl.gz")
    let (_, run) = try bench.run("in", to: "out")
    #expect(try sluice("verify", run.folder).status == 0)
    try edit(run, "DELETE FROM shards WHERE state = 'failed'")
    let verified = try sluice("verify", run.folder)
    #expect(verified.status == 1)
    #expect(verified.text.contains("run.json: lists 2 shards, the ledger has 1"), "\(verified.text)")
  }

  @Test func swappedMissingAndUnknownFilesAreNamed() throws {
    let (_, run) = try finished()
    let manager = FileManager.default
    let (a, b) = (run.folder + "/drop/a/x.jsonl.zst", run.folder + "/drop/b.jsonl.zst")
    try manager.moveItem(atPath: a, toPath: a + "~")
    try manager.moveItem(atPath: b, toPath: a)
    try manager.moveItem(atPath: a + "~", toPath: b)
    let swapped = try sluice("verify", run.folder).text
    #expect(swapped.contains("drop/a/x.jsonl.zst") && swapped.contains("drop/b.jsonl.zst"))

    try manager.removeItem(atPath: a)
    try Data("x".utf8).write(to: URL(fileURLWithPath: run.folder + "/keep/late.jsonl.zst"))
    try Data("x".utf8).write(to: URL(fileURLWithPath: run.folder + "/keep/b.jsonl.zst.partial"))
    let verified = try sluice("verify", run.folder)
    #expect(verified.status == 1)
    for text in [
      "drop/a/x.jsonl.zst: cannot open", "keep/late.jsonl.zst: no shard", "keep/b.jsonl.zst.partial: no shard",
    ] { #expect(verified.text.contains(text), "\(verified.text)") }
  }

  @Test func aChangedInputIsFoundWhenInputsAreReadAgain() throws {
    let (bench, run) = try finished()
    let path = bench.path("in/a/x.jsonl")
    let content = try bytes(of: path)
    let text = String(decoding: content, as: UTF8.self)
    for changed in [
      // A kept word, a dropped line, a line more, a line twice.
      Array(text.replacingOccurrences(of: "morning", with: "evening").utf8),
      Array(content.dropLast(1_300_012)), content + Array("{\"text\":\"one more\"}\n".utf8), content + content,
    ] {
      try Data(changed).write(to: URL(fileURLWithPath: path))
      #expect(try sluice("verify", run.folder).status == 0, "without --inputs only the run is read")
      let verified = try sluice("verify", run.folder, "--inputs")
      #expect(verified.status == 1)
      #expect(verified.text.contains("shard a/x.jsonl: "), "\(verified.text)")
      #expect(!verified.text.contains("morning") && !verified.text.contains("one more"))
    }
    try FileManager.default.removeItem(atPath: path)
    #expect(try sluice("verify", run.folder, "--inputs").text.contains("no such file"))
  }

  @Test func aManifestWrittenByARunIsTrueOfItAndFindsOtherInputs() throws {
    let (bench, run) = try finished()
    let manifest = bench.path("m.csv")
    let written = try sluice("verify", run.folder, "--manifest-out", manifest)
    #expect(written.status == 0, "\(written.text)\(written.errors)")
    let text = String(decoding: try bytes(of: manifest), as: UTF8.self)
    let sha256 = try output("sha256sum", [bench.path("in/b.jsonl.gz")]).prefix(64)
    let rows = Corpus(documents: 60, seed: 2).filled.count
    let size = try bytes(of: bench.path("in/b.jsonl.gz")).count
    #expect(text.contains("in/b.jsonl.gz,\(rows),\(size),\(String(decoding: sha256, as: UTF8.self))\n"), "\(text)")
    #expect(text.contains("out/keep/b.jsonl.zst,"))
    #expect(try sluice("verify", run.folder, "--manifest", manifest).status == 0)

    for (from, to, finding) in [
      ("in/b.jsonl.gz,\(rows),", "in/b.jsonl.gz,\(rows + 1),", "rows \(rows + 1)"),
      (",\(size),", ",\(size - 1),", "bytes \(size - 1)"),
      ("in/b.jsonl.gz,", "in/c.jsonl.gz,", "in/c.jsonl.gz: listed in"),
      ("in/b.jsonl.gz,", "# in/b.jsonl.gz,", "that \(manifest) does not list"),
    ] {
      try bench.scratch.write(text.replacingOccurrences(of: from, with: to), to: "m.csv")
      let verified = try sluice("verify", run.folder, "--manifest", manifest)
      #expect(verified.status == 1)
      #expect(verified.text.contains(finding), "\(finding): \(verified.text)")
    }
  }

  @Test func aRunWritesTheSameManifestAtItsEnd() throws {
    let bench = try Workbench()
    try bench.scratch.write(Corpus(documents: 30, seed: 1).bytes, to: "in/x.jsonl")
    let (finished, run) = try bench.run("in", to: "out", ["--manifest-out", bench.path("of-run.csv")])
    #expect(finished.status == 2, "\(finished.errors)")
    _ = try sluice("verify", run.folder, "--manifest-out", bench.path("of-verify.csv"))
    #expect(try bytes(of: bench.path("of-run.csv")) == bytes(of: bench.path("of-verify.csv")))
  }
}
