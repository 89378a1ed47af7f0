import Foundation
import TestSupport
import Testing

/// A run continues only under the conditions it began with; whatever differs is named with both values. What counts as
/// different, option by option, is in SluiceRunTests.
struct DriftTests {
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

  @Test func everyDifferenceIsNamedWithBothValues() throws {
    let bench = try Workbench()
    try bench.scratch.write("{\"text\":\"a\"}\n", to: "in/x.jsonl")
    try bench.scratch.write("{\"text\":\"a\"}\n", to: "in/y.jsonl")
    let (_, run) = try bench.run("in", to: "out")
    try bench.scratch.write(Corpus.policy.replacingOccurrences(of: "zebra", with: "okapi"), to: "policy.yaml")
    try bench.scratch.write("{\"text\":\"longer\"}\n", to: "in/x.jsonl")
    try FileManager.default.removeItem(atPath: bench.path("in/y.jsonl"))
    _ = try output("sqlite3", [run.folder + "/ledger.sqlite", "UPDATE runs SET sluice_version = '0.0.0-other'"])
    let (refused, _) = try bench.run("in", to: "out", ["--codec", "gzip", "--fields", "text=t"])
    #expect(refused.status == 3)
    for text in [
      "sluice version: was 0.0.0-other, is now", "policy sha256: was ", "--codec: was zstd, is now gzip",
      "--fields: was text=text", "input x.jsonl size: was 13 bytes, is now 18 bytes",
      "input y.jsonl: was there, is now missing", "--new-run",
    ] { #expect(refused.errors.contains(text), "\(text) in \(refused.errors)") }
    #expect(!FileManager.default.fileExists(atPath: bench.path("out-2")))
  }

  @Test func anotherModelIsRefusedAndARenamedOneToo() throws {
    let bench = try Workbench()
    let (zero, one) = (bench.path("a.bin"), bench.path("b.bin"))
    try bench.scratch.write("__label__0 garden river\n__label__3 storm knife\n", to: "train.txt")
    for (name, epochs) in [(zero, "1"), (one, "2")] {
      guard
        let made = try? TestSupport.run(
          "fasttext",
          [
            "supervised", "-input", bench.path("train.txt"), "-output", String(name.dropLast(4)), "-epoch", epochs,
            "-dim", "2", "-bucket", "10", "-thread", "1",
          ]), made.status == 0
      else {
        print("SKIPPED anotherModelIsRefusedAndARenamedOneToo: fasttext is not installed")
        return
      }
    }
    try bench.scratch.write("{\"text\":\"a garden\"}\n", to: "in/x.jsonl")
    let (first, _) = try bench.run("in", to: "out", ["--model", zero])
    #expect(first.status == 0, "\(first.errors)")
    let (other, _) = try bench.run("in", to: "out", ["--model", one])
    #expect(other.status == 3 && other.errors.contains("model sha256: was "), "\(other.errors)")
    try FileManager.default.copyItem(atPath: zero, toPath: bench.path("c.bin"))
    let (renamed, _) = try bench.run("in", to: "out", ["--model", bench.path("c.bin")])
    #expect(renamed.status == 3 && renamed.errors.contains("model name: was fasttext:a.bin, is now fasttext:c.bin"))
  }

  @Test func aShardThatIsNotYetDoneMustNotChangeEither() throws {
    let bench = try Workbench.threeShards()
    let (killed, _) = try bench.run("in", to: "out", Workbench.small, environment: ["SLUICE_FAULT": "kill:9"])
    #expect(killed.status == 137)
    let content = try bytes(of: bench.path("in/c/d.jsonl"))
    try bench.scratch.write(content.map { $0 == 97 ? 98 : $0 }, to: "in/c/d.jsonl")
    let (refused, _) = try bench.run("in", to: "out", Workbench.small)
    #expect(refused.status == 3, "\(refused.errors)")
    #expect(refused.errors.contains("c/d.jsonl modification time"), "\(refused.errors)")
  }

  @Test func aFreshRunGoesToAnotherFolder() throws {
    let bench = try Workbench()
    try bench.scratch.write("{\"text\":\"a\"}\n", to: "in/x.jsonl")
    let (_, before) = try bench.run("in", to: "out")
    let files = try before.outputs()
    defer { #expect((try? before.outputs()) == files, "never in place") }
    let (finished, _) = try bench.run("in", to: "out", ["--new-run", "--codec", "gzip"])
    #expect(finished.status == 0, "\(finished.errors)")
    #expect(FileManager.default.fileExists(atPath: bench.path("out-2/_SUCCESS")))
  }
}
