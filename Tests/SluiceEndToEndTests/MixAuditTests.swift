import Foundation
import TestSupport
import Testing

/// Promise: every document of a mix leads back to shard and line; what was changed afterwards is found.
struct MixAuditTests {
  private func mixed() throws -> MixBench {
    let bench = try MixBench()
    try bench.synthesizeAll()
    let finished = try bench.mix("score-0-rephrased-refusals-moral-education-tags", to: "mix")
    #expect(finished.status == 0, "\(finished.errors)")
    return bench
  }

  @Test func theLedgerKnowsWhereEachDocumentStands() throws {
    let bench = try mixed()
    let files = RunFiles(folder: bench.run)
    let total = try bench.lines("mix").count
    #expect(try files.query("SELECT count(*) FROM mix_documents") == "\(total)\n")
    #expect(try files.query("SELECT recipe, documents FROM mixes").hasSuffix("tags|\(total)\n"))
    #expect(try files.query("PRAGMA foreign_key_check") == "")
    // A rerun that finds nothing to do records nothing twice.
    #expect(try bench.mix("score-0-rephrased-refusals-moral-education-tags", to: "mix").status == 0)
    #expect(try files.query("SELECT count(*) FROM mix_documents") == "\(total)\n")
  }

  @Test func explainTellsTheWholeStory() throws {
    let bench = try mixed()
    let mix = bench.bench.path("mix")
    let lines = try bench.lines("mix")
    let refusal = try #require(lines.first { $0.component == "refusals" })
    let story = try sluice("explain", mix, refusal.id)
    #expect(story.status == 0, "\(story.errors)")
    for text in [
      "documents/part-00000.jsonl.zst#", "←  \(refusal.originKey)", "refusals, style plain", "p, version 2", "m-1",
      "→  refusal  (rule refused-word)", "in mix",
    ] { #expect(story.text.contains(text), "\(text): \(story.text)") }

    let made = try sluice("explain", bench.run, "synthetic/refusals/s0.jsonl.zst#1")
    #expect(made.text.contains("rule refused-word") && made.text.contains("m-1"), "\(made.text)\(made.errors)")
    let tagged = try sluice("explain", bench.run, "tagged/refusal/s0/x.jsonl.zst#2")
    #expect(tagged.text.contains("tags") && tagged.text.contains("rule refused-word"), "\(tagged.errors)")
    let kept = try #require(lines.first { $0.component == "kept" })
    let origin = try sluice("explain", bench.run, kept.originKey)
    #expect(origin.text.contains("/documents/part-00000.jsonl.zst#"), "\(origin.text)")
    #expect(try sluice("explain", mix, "documents/part-00000.jsonl.zst#1").status == 0)
    #expect(try sluice("explain", mix, "nobody").errors.contains("this mix has no such place"))
  }

  @Test func verifyFindsWhatWasChanged() throws {
    let bench = try mixed()
    let mix = bench.bench.path("mix")
    let sound = try sluice("verify", bench.run)
    #expect(sound.status == 0 && sound.text.contains("1 mix with"), "\(sound.text.prefix(600))\(sound.errors)")
    let alone = try sluice("verify", mix + "/")
    #expect(alone.text.hasPrefix("\(mix): as it was committed; 1 file, 1 mix with "), "\(alone.text)")
    #expect(!alone.text.contains("shards"), "a mix has none of a run's shards: \(alone.text)")

    let shard = mix + "/documents/part-00000.jsonl.zst"
    let before = try bytes(of: shard)
    let text = String(decoding: try output("zstd", ["-qdc", shard]), as: UTF8.self)
    var rows = text.split(separator: "\n")
    rows.removeLast()
    let shorter = try output("zstd", ["-qc"], input: Array((rows.joined(separator: "\n") + "\n").utf8))
    try Data(shorter).write(to: URL(fileURLWithPath: shard))
    let changed = try sluice("verify", bench.run)
    #expect(changed.status == 1)
    #expect(changed.text.contains("part-00000.jsonl.zst: the file was changed"), "\(changed.text)")
    #expect(changed.text.contains("the manifest says"), "\(changed.text)")
    try Data(before).write(to: URL(fileURLWithPath: shard))

    try bench.bench.scratch.write("{}", to: "mix/documents/more.jsonl")
    #expect(try sluice("verify", mix).text.contains("documents/more.jsonl: the manifest does not list this file"))
    try FileManager.default.removeItem(atPath: mix + "/documents/more.jsonl")

    let manifest = String(decoding: try bytes(of: mix + "/manifest.json"), as: UTF8.self)
    try bench.bench.scratch.write(
      manifest.replacingOccurrences(of: "\"seed\" : 0", with: "\"seed\" : 1"), to: "mix/manifest.json")
    #expect(try sluice("verify", bench.run).text.contains("not the manifest the ledger has recorded"))
    try FileManager.default.removeItem(atPath: mix)
    let gone = try sluice("verify", bench.run)
    #expect(gone.status == 0 && gone.text.contains("is not there any more"))
  }

  @Test func verifyFindsTaggedDocumentsThatWereChanged() throws {
    let bench = try mixed()
    let path = bench.run + "/tagged/refusal/s0/x.jsonl.zst"
    func digest() throws -> String { String(decoding: try output("sha256sum", [path]).prefix(64), as: UTF8.self) }
    let before = try digest()
    // The same words with a tag less, and then a manifest that agrees.
    let text = String(decoding: try output("zstd", ["-qdc", path]), as: UTF8.self)
    let other = text.replacingOccurrences(of: TagTests.tag, with: "", range: text.range(of: TagTests.tag))
    try Data(output("zstd", ["-qc"], input: Array(other.utf8))).write(to: URL(fileURLWithPath: path))
    #expect(try sluice("verify", bench.run).text.contains("tagged/refusal/s0/x.jsonl.zst: the file was changed"))
    let manifest = String(decoding: try bytes(of: bench.run + "/tagged/manifest.json"), as: UTF8.self)
    try bench.bench.scratch.write(
      manifest.replacingOccurrences(of: before, with: digest()), to: "out/tagged/manifest.json")
    #expect(try sluice("verify", bench.run).text.contains("is not the queue's row with its tags"))
  }
}
