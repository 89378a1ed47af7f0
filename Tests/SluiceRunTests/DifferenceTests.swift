import SluiceCore
import SluiceIO
import SluiceLedger
import SluicePipeline
import SluiceRun
import TestSupport
import Testing

/// Promise: a run continues only under the conditions it began with; each thing that differs is named with both
/// values, in a fixed order.
struct DifferenceTests {
  @Test func onlyWhatDiffersIsListedInTheOrderCompared() {
    let differences = Drift.differences([("b", "1", "2"), ("a", "x", "x"), ("c", "", "new")])
    #expect(differences.map(\.what) == ["b", "c"])
    #expect(differences[1] == Drift.Difference(what: "c", then: "", now: "new"))
  }

  @Test func theMessageNamesFolderValuesAndRemedy() {
    let drift = Drift(folder: "safe", differences: [.init(what: "--codec", then: "zstd", now: "gzip")])
    #expect(
      drift.description == """
        safe: begun under other conditions, so nothing was done:
          --codec: was zstd, is now gzip
        Bring back what changed, or start a fresh run in another folder with --new-run.
        """)
  }

  @Test func aLongListIsCutAndCounted() {
    let many = (1...23).map { Drift.Difference(what: "input \($0)", then: "there", now: "missing") }
    let text = Drift(folder: "safe", differences: many, remedy: "Bring it back.").description
    #expect(text.contains("input 20:") && !text.contains("input 21:"))
    #expect(text.hasSuffix("  and 3 more\nBring it back."))
  }

  @Test func nothingThatDiffersIsNoDrift() throws {
    try Drift.check(folder: "safe", [])
    #expect(throws: Drift.self) { try Drift.check(folder: "safe", [.init(what: "a", then: "1", now: "2")]) }
  }

  @Test func everyOptionThatDecidesBytesIsRefusedByItsName() throws {
    let bench = try Bench()
    #expect(try bench.run())
    var other = bench.options
    other.attributes = true
    other.codec = OutputCodec(.gzip)
    other.fields.text = "body"
    other.ledger = .routed
    other.maxLineBytes = 1 << 10
    other.maxWindowLog = 30
    other.safetyKey = "s"
    other.salvage = true
    other.modelName = "renamed"
    other.inputQuarantine = true
    other.drop = DroppedForm.hashes.rawValue
    bench.options = other
    #expect(
      try bench.drift() == [
        "--attributes", "--codec", "--level", "--fields", "--ledger", "--max-line-bytes", "--max-window-log",
        "--safety-key", "--salvage", "model name", "--input-quarantine", "--drop",
      ])
  }

  @Test func anotherModelAndPolicyAreRefused() throws {
    let bench = try Bench()
    try bench.run()
    bench.model.digest = String(repeating: "cd", count: 32)
    bench.policy = .default
    #expect(try bench.drift() == ["model sha256", "policy sha256"])
  }

  @Test func changedMissingAndNewInputsAreNamed() throws {
    let bench = try Bench()
    try bench.scratch.write("{\"text\":\"z\"}\n", to: "in/z.jsonl")
    try bench.run()
    try bench.scratch.write("{\"id\":\"d\",\"text\":\"a ladder\"}\n", to: "in/y.jsonl")
    try bench.scratch.write("{\"text\":\"longer\"}\n", to: "in/z.jsonl")
    try bench.scratch.write("{\"text\":\"new\"}\n", to: "in/new.jsonl")
    #expect(try bench.drift() == ["input y.jsonl sha256", "input z.jsonl size", "input new.jsonl"])
    try bench.scratch.write("{\"id\":\"d\",\"text\":\"a letter\"}\n", to: "in/y.jsonl")
    try bench.scratch.write("{\"text\":\"z\"}\n", to: "in/z.jsonl")
    #expect(try bench.drift() == ["input new.jsonl"], "another time of the same bytes is not drift")
    #expect(try bench.run(extends: true))
    let shards = try RunSummary(folder: bench.folder, reader: LedgerReader(folder: bench.folder)).shards
    #expect(shards.filter { $0.value > 0 } == ["done": 4])
  }
}
