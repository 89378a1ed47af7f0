import Foundation
import TestSupport
import Testing

/// Promise: `tag` marks what is unsafe enough and nothing else, so that taking the tags out gives back the
/// queue's rows; the same command gives the same bytes, however it was interrupted before.
struct TagTests {
  static let tag = "<potentially_unsafe_content>"

  /// A finished run whose queues hold documents of level 0 (the words of the test policy say nothing to the
  /// classifier), so tests choose `--min-score 0`.
  private func finished(_ extra: [String] = []) throws -> (bench: Workbench, run: RunFiles) {
    let bench = try Workbench()
    var lines = Corpus(documents: 120, seed: 3).lines
    lines += extra.map { Array($0.utf8) }
    try bench.scratch.write(lines.reduce(into: []) { $0 += $1 + [10] }, to: "in/a/x.jsonl")
    try bench.scratch.write(Corpus(documents: 50, seed: 4).bytes, to: "in/b.jsonl")
    let (finished, run) = try bench.run("in", to: "out")
    #expect(finished.status == 2, "\(finished.errors)")
    return (bench, run)
  }

  private func untagged(_ line: [UInt8]) -> String {
    String(decoding: line, as: UTF8.self).replacingOccurrences(of: Self.tag, with: "")
  }

  @Test func takingTheTagsOutGivesBackTheQueue() throws {
    let (_, run) = try finished()
    let tagged = try sluice("tag", "--run", run.folder, "--min-score", "0", "--probability", "0.2")
    #expect(tagged.status == 0, "\(tagged.errors)")
    var tags = 0
    for (queue, name) in [
      ("recontextualize", "a/x.jsonl.zst"), ("refusal", "a/x.jsonl.zst"), ("refusal", "b.jsonl.zst"),
    ] {
      let rows = try run.lines(queue, name)
      let lines = try run.lines("tagged/\(queue)", name)
      #expect(lines.map(untagged) == rows.map { String(decoding: $0, as: UTF8.self) })
      tags += lines.reduce(0) { $0 + String(decoding: $1, as: UTF8.self).components(separatedBy: Self.tag).count - 1 }
    }
    let manifest = try JSONSerialization.jsonObject(with: Data(bytes(of: run.folder + "/tagged/manifest.json")))
    #expect(tags > 0 && tags <= (manifest as? [String: Any])?["tags"] as? Int ?? 0)
    for queue in ["keep", "drop"] { #expect(try run.lines("tagged/\(queue)", "a/x.jsonl.zst").isEmpty) }
  }

  @Test func documentsBelowTheThresholdAreNotTagged() throws {
    let (_, run) = try finished()
    let tagged = try sluice("tag", "--run", run.folder, "--json")
    #expect(tagged.status == 0, "\(tagged.errors)")
    #expect(tagged.text.contains("\"taggedDocuments\" : 0"))
    #expect(try files(below: run.folder + "/tagged") == ["manifest.json"])
  }

  @Test func theSameCommandGivesTheSameBytesForAnyJobsAndAfterAnyDeath() throws {
    let (bench, run) = try finished()
    let copy = bench.path("copy")
    try FileManager.default.copyItem(atPath: run.folder, toPath: copy)
    #expect(try sluice("tag", "--run", run.folder, "--min-score", "0", "--jobs", "1").status == 0)
    let whole = try RunFiles(folder: run.folder + "/tagged").outputs()
    let manifest = try bytes(of: run.folder + "/tagged/manifest.json")
    for touch in [1, 3, 6, 9, 12, 15] {
      let killed = try sluice(
        "tag", "--run", copy, "--min-score", "0", "--jobs", "3", environment: ["SLUICE_FAULT": "kill:\(touch)"])
      #expect(killed.status == 137)
      #expect(!FileManager.default.fileExists(atPath: copy + "/tagged/manifest.json"))
    }
    #expect(try sluice("tag", "--run", copy, "--min-score", "0", "--jobs", "3").status == 0)
    #expect(try RunFiles(folder: copy + "/tagged").outputs() == whole)
    #expect(try bytes(of: copy + "/tagged/manifest.json") == manifest)
    #expect(try sluice("tag", "--run", copy, "--min-score", "0").text.contains("Nothing to do"))
  }

  /// The terminal's line is wiped at the end, however short the work was.
  private static let wiped = "\r\u{1b}[K"

  @Test(.enabled(if: Terminal.isAvailable, "needs Python with pty"))
  func progressIsShownOnATerminalOnly() throws {
    let (bench, run) = try finished()
    let recipe = try bench.scratch.write("version: 1\ncomponents: [{from: kept}]\n", to: "recipe.yaml")
    for command in [
      ["tag", "--run", run.folder, "--replace"],
      ["mix", "--run", run.folder, "--recipe", recipe, "--output", bench.path("mix"), "--replace"],
    ] {
      let shown = try Terminal.run(command, [])
      #expect(shown.status == 0 && shown.text.contains(Self.wiped), "\(shown.text)")
      #expect(try !Terminal.run(command + ["--quiet"], []).text.contains("\u{1b}"))
      let piped = try TestSupport.run(sluiceBinary, command)
      #expect(piped.status == 0 && piped.errors.isEmpty, "\(piped.errors)")
    }
  }

  @Test func otherSettingsAreRefusedUntilReplaced() throws {
    let (_, run) = try finished()
    #expect(try sluice("tag", "--run", run.folder, "--min-score", "0").status == 0)
    let refused = try sluice("tag", "--run", run.folder, "--min-score", "0", "--seed", "1")
    #expect(refused.status == 3)
    #expect(refused.errors.contains("seed: was 0, is now 1") && refused.errors.contains("--replace"))
    #expect(try sluice("tag", "--run", run.folder, "--min-score", "0", "--seed", "1", "--replace").status == 0)
  }

  @Test func aTextThatHoldsTheTagIsReportedAndLeftOutOrEscaped() throws {
    let line = #"{"id":"own","text":"a harbour with \#(Self.tag) inside"}"#
    let (_, run) = try finished([line])
    let left = try sluice("tag", "--run", run.folder, "--min-score", "0")
    #expect(left.status == 2)
    #expect(left.text.contains("1 left out"))
    let kept = try run.lines("tagged-quarantine/recontextualize", "a/x.jsonl.zst")
    #expect(kept.count == 1)
    #expect(try run.lines("tagged/recontextualize", "a/x.jsonl.zst").allSatisfy { !untagged($0).contains("\"own\"") })

    let escaped = try sluice("tag", "--run", run.folder, "--min-score", "0", "--collision", "escape", "--replace")
    #expect(escaped.status == 0, "\(escaped.errors)")
    #expect(try run.lines("tagged-quarantine/recontextualize", "a/x.jsonl.zst").isEmpty)
    let row = try run.lines("tagged/recontextualize", "a/x.jsonl.zst").map(untagged).first { $0.contains("\"own\"") }
    #expect(row?.contains("<\u{2060}potentially_unsafe_content>") == true)
  }

  @Test func whatCannotBeTaggedIsSaid() throws {
    let (_, run) = try finished()
    #expect(try sluice("tag", "--run", run.folder, "--tag", "two words").status == 64)
    #expect(try sluice("tag", "--run", run.folder + "/none").errors.contains("no ledger here"))
    let queue = run.folder + "/refusal/b.jsonl.zst"
    try Data(bytes(of: run.folder + "/refusal/a/x.jsonl.zst")).write(to: URL(fileURLWithPath: queue))
    let changed = try sluice("tag", "--run", run.folder, "--min-score", "0")
    #expect(changed.status == 1)
    #expect(changed.errors.contains("refusal/b.jsonl.zst: the queue is not as it was committed"))
  }
}
