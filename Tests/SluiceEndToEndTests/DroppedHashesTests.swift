import Foundation
import TestSupport
import Testing

/// Promise: with `--drop hashes` nothing of a dropped text is on disk, and yet each dropped line can be proved.
struct DroppedHashesTests {
  private func bench() throws -> Workbench {
    let bench = try Workbench()
    try bench.scratch.write([0xef, 0xbb, 0xbf] + Corpus(documents: 200, seed: 9).bytes, to: "in/a/x.jsonl")
    return bench
  }

  private func object(_ line: [UInt8]) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
  }

  @Test func aDroppedLineIsKnownByItsHashAlone() throws {
    let bench = try bench()
    let (_, whole) = try bench.run("in", to: "whole")
    let (finished, hashed) = try bench.run("in", to: "hashed", ["--drop", "hashes"])
    #expect(finished.status == 2, "\(finished.errors)")
    let documents = try whole.lines("drop", "a/x.jsonl.zst")
    let rows = try hashed.lines("drop", "a/x.jsonl.zst")
    #expect(rows.count == documents.count && rows.count > 10)
    let input = try bytes(of: bench.path("in/a/x.jsonl")).split(separator: 10, omittingEmptySubsequences: false)
    for (row, document) in zip(rows, documents) {
      var (row, document) = (try object(row), try object(document))
      let safety = try #require(row.removeValue(forKey: "safety") as? [String: Any])
      #expect(NSDictionary(dictionary: safety).isEqual(document.removeValue(forKey: "safety")))
      let number = try #require((safety["key"] as? String)?.split(separator: "#").last.flatMap { Int($0) })
      let line = Array(input[number - 1])
      let digest = String(decoding: try output("sha256sum", [], input: line).prefix(64), as: UTF8.self)
      #expect(row["line_sha256"] as? String == digest && row["line_bytes"] as? Int == line.count && row.count == 2)
    }
    // Everything else is as it would have been.
    let columns = "shard_id, line, content_hash, score, route, rule"
    #expect(
      try hashed.query("SELECT \(columns) FROM decisions ORDER BY 1, 2")
        == whole.query("SELECT \(columns) FROM decisions ORDER BY 1, 2"))
    for lane in ["keep", "refusal", "recontextualize", "quarantine"] {
      #expect(try hashed.lines(lane, "a/x.jsonl.zst") == whole.lines(lane, "a/x.jsonl.zst"))
    }
    let word = Array("zebra".utf8)
    for name in try files(below: hashed.folder) where name.hasPrefix("drop/") {
      let content = try output("zstd", ["-qdc", hashed.folder + "/" + name])
      #expect(Data(content).range(of: Data(word)) == nil)
    }
  }

  @Test func aLineThatIsNotTheDroppedOneIsFound() throws {
    let bench = try bench()
    let (_, run) = try bench.run("in", to: "out", ["--drop", "hashes"])
    #expect(try sluice("verify", run.folder, "--inputs").status == 0)
    let input = String(decoding: try bytes(of: bench.path("in/a/x.jsonl")), as: UTF8.self)
    try bench.scratch.write(input.replacingOccurrences(of: "zebra", with: "zebru"), to: "in/a/x.jsonl")
    let verified = try sluice("verify", run.folder, "--inputs")
    #expect(verified.status == 1 && verified.text.contains("drop without its safety object"), "\(verified.text)")
  }

  @Test func theChoiceIsFixedWithTheRun() throws {
    let bench = try bench()
    _ = try bench.run("in", to: "out")
    let (refused, _) = try bench.run("in", to: "out", ["--drop", "hashes"])
    #expect(refused.status == 3 && refused.errors.contains("--drop: was documents, is now hashes"), "\(refused.errors)")
    let misuse = try bench.run("in", to: "other", ["--drop", "hashes", "--safety-key", "line_bytes"]).finished
    #expect(misuse.status == 64 && misuse.errors.contains("line_bytes"), "\(misuse.errors)")
  }

  @Test func whoNeedsDroppedDocumentsIsToldThatThereAreNone() throws {
    let bench = try bench()
    let (_, run) = try bench.run("in", to: "out", ["--drop", "hashes"])
    let recipe = try bench.scratch.write(
      "version: 1\ncomponents: [{from: raw, routes: [refusal, drop]}]\n", to: "recipe.yaml")
    let mixed = try sluice("mix", "--run", run.folder, "--recipe", recipe, "--dry-run")
    #expect(mixed.status == 1 && mixed.errors.contains("--drop hashes"), "\(mixed.errors)")
    let settings = try bench.scratch.write(
      "version: 1\ntag: <x>\nprobability: 0.1\nmin_score: 0\nroutes: [drop]\nseed: 0\ncollision: escape\n",
      to: "tagging.yaml")
    let tagged = try sluice("tag", "--run", run.folder, "--config", settings)
    #expect(tagged.status == 1 && tagged.errors.contains("--drop hashes"), "\(tagged.errors)")
    #expect(try sluice("tag", "--run", run.folder).status == 0)
  }
}
