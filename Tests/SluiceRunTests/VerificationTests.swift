import Foundation
import SluiceIO
import SluiceLedger
import SluiceRun
import TestSupport
import Testing

/// Promise: each file that is not as it was committed is named, and nothing else.
struct VerificationTests {
  private func finished() throws -> Bench {
    let bench = try Bench()
    try bench.run()
    return bench
  }

  private func differences(_ bench: Bench, inputs: Bool = false) throws -> [String] {
    var verifier = RunVerifier(folder: bench.folder)
    verifier.readsInputs = inputs
    return try verifier.verify().differences
  }

  @Test func anUntouchedRunHasNoDifferences() throws {
    let bench = try finished()
    var verifier = RunVerifier(folder: bench.folder)
    verifier.readsInputs = true
    let findings = try verifier.verify()
    #expect(findings.differences == [])
    #expect(findings.shards == 2 && findings.decisions == 4 && findings.inputLines == 6)
    #expect(findings.heads.count == 1 && findings.heads[0].count == 64)
  }

  @Test func otherChecksComeBeforeTheManifest() throws {
    let bench = try finished()
    var verifier = RunVerifier(folder: bench.folder)
    verifier.manifest = try bench.scratch.write("path,rows,bytes,sha256\nin/x.jsonl,9,,\n", to: "list.csv")
    let findings = try verifier.verify { reader, findings in
      let shards = try reader.shards()
      #expect(shards.count == 2)
      findings.differences.append("of another check")
    }
    #expect(findings.differences.first == "of another check")
    #expect(findings.differences.dropFirst().contains { $0.contains("rows 9, the run has 4") })
    #expect(findings.differences.last?.contains("does not list") == true)
  }

  @Test func whatAShardInWorkLeavesIsNotStray() throws {
    let bench = try Bench()
    let session = try bench.session()
    _ = try session.prepare(jobs: 1, reader: bench.options.readerOptions)
    try bench.scratch.write("x", to: "out/keep/x.jsonl.zst" + PartialFile.suffix)
    try bench.scratch.write("x", to: "out/drop/y.jsonl.zst")
    #expect(try differences(bench) == [])
    try bench.scratch.write("", to: "out/_SUCCESS")
    #expect(try differences(bench) == ["_SUCCESS: is there, with 2 shards not committed"])
  }

  @Test func strayFilesAreNamed() throws {
    let bench = try finished()
    try bench.scratch.write("x", to: "out/keep/stray.jsonl.zst")
    try bench.scratch.write("x", to: "out/drop/x.jsonl.zst" + PartialFile.suffix)
    try bench.scratch.write("x", to: "out/synthetic/refusals/part-00001.jsonl.zst")
    #expect(
      try differences(bench) == [
        "drop/x.jsonl.zst\(PartialFile.suffix): no shard of this run has written this file",
        "keep/stray.jsonl.zst: no shard of this run has written this file",
        "synthetic/refusals/part-00001.jsonl.zst: `synthesize` has not published this file",
      ])
  }

  @Test func aMissingAndAChangedQueueAreNamed() throws {
    let bench = try finished()
    try FileManager.default.removeItem(atPath: bench.folder + "/drop/x.jsonl.zst")
    var changed = try bytes(of: bench.folder + "/keep/y.jsonl.zst")
    changed[changed.count / 2] ^= 1
    try bench.scratch.write(changed, to: "out/keep/y.jsonl.zst")
    let found = try differences(bench)
    #expect(found.count == 2)
    #expect(found[0].contains("drop/x.jsonl.zst") && found[1].hasPrefix("keep/y.jsonl.zst: the file was changed"))
  }

  @Test func aChangedInputLineIsInNoLane() throws {
    let bench = try finished()
    try bench.scratch.write("{\"id\":\"d\",\"text\":\"a lemon!\"}\n", to: "in/y.jsonl")
    #expect(try differences(bench) == [])
    let found = try differences(bench, inputs: true)
    #expect(found.count == 1 && found[0].hasPrefix("shard y.jsonl: line 1 is in no lane"))
    #expect(!found[0].contains("lemon"))
  }

  @Test func theManifestOfARunIsTrueOfIt() throws {
    let bench = try finished()
    let path = bench.scratch.file("safe.csv")
    try RunManifest(folder: bench.folder, reader: LedgerReader(folder: bench.folder)).write(to: path)
    let text = String(decoding: try bytes(of: path), as: UTF8.self)
    #expect(text.hasPrefix("path,rows,bytes,sha256\n# inputs\nin/x.jsonl,4,"))
    #expect(text.contains("out/keep/y.jsonl.zst,1,"))
    var verifier = RunVerifier(folder: bench.folder)
    verifier.manifest = path
    #expect(try verifier.verify().differences == [])
  }
}
