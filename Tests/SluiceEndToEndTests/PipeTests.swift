import Foundation
import TestSupport
import Testing

/// Shards come through pipes: nothing is sought, and nothing is taken for something else.
struct PipeTests {
  /// A program's output into sluice, by a real pipe of a shell.
  private func shell(_ command: String, _ bench: Workbench) throws -> Finished {
    try run(
      "bash", ["-c", "set -o pipefail; cd \(bench.scratch.path); \(command)"], environment: ["sluice": sluiceBinary])
  }

  private func bench(_ documents: Int = 3000) throws -> (Workbench, RunFiles) {
    let bench = try Workbench()
    let corpus = Corpus(documents: documents, seed: 1).bytes
    try bench.scratch.write(corpus, to: "plain/web/x.jsonl")
    try bench.scratch.write(corpus, to: "x.jsonl")
    try bench.scratch.write(try output("gzip", ["-c"], input: corpus), to: "x.jsonl.gz")
    try bench.scratch.write(try output("zstd", ["-qc"], input: corpus), to: "x.jsonl.zst")
    return (bench, try bench.run("plain", to: "whole").files)
  }

  @Test(arguments: ["x.jsonl", "x.jsonl.gz", "x.jsonl.zst"])
  func scanReadsAPipe(_ file: String) throws {
    let (bench, whole) = try bench()
    // In small pieces, so that magic numbers, frames and lines are torn.
    let scan = try shell("dd if=\(file) bs=7 status=none | $sluice scan - --policy policy.yaml --json", bench)
    #expect(scan.status == 2, "\(scan.errors)")
    let report = try #require(try JSONSerialization.jsonObject(with: Data(scan.output)) as? [String: Any])
    let lines = try whole.query("SELECT lines FROM shards").trimmingCharacters(in: .whitespacesAndNewlines)
    #expect("\(report["lines"] ?? "")" == lines)
  }

  @Test(arguments: ["/dev/stdin", "-"])
  func runReadsStandardInputUnderItsName(_ input: String) throws {
    let (bench, whole) = try bench()
    let run = try shell("cat x.jsonl.gz | $sluice run \(input) --name web/x.jsonl -o out --policy policy.yaml", bench)
    #expect(run.status == 2, "\(run.errors)")
    #expect(try sluice("verify", bench.path("out")).status == 0)
    #expect(try lanes(bench.path("out")) == lanes(whole.folder), "the name is the one in keys")
    let explained = try sluice("explain", bench.path("out"), "web/x.jsonl#1")
    #expect(explained.status == 0, "\(explained.errors)")
    #expect(
      try whole.query("SELECT count(*) FROM decisions")
        == RunFiles(folder: bench.path("out")).query("SELECT count(*) FROM decisions"))
  }

  /// The lines of every lane of the one shard.
  private func lanes(_ folder: String) throws -> [[[UInt8]]] {
    try ["keep", "recontextualize", "refusal", "drop", "quarantine"].map {
      try RunFiles(folder: folder).lines($0, "web/x.jsonl.zst")
    }
  }

  /// Every optional field of a gzip header, and every kind of zstd frame.
  static func oddForm(_ codec: String, _ content: [UInt8], parts count: Int) throws -> [UInt8] {
    let size = content.count / count + 1
    let parts = stride(from: 0, to: content.count, by: size).map {
      Array(content[$0..<min($0 + size, content.count)])
    }
    guard codec == "zstd" else {
      let header: [UInt8] = [0x1f, 0x8b, 8, 28, 0, 0, 0, 0, 0, 3, 8, 0, 73, 71, 4, 0, 1, 2, 3, 4]
      let texts = Array("part.jsonl\0a comment\0".utf8)
      return try parts.flatMap { try header + texts + output("gzip", ["-nc"], input: $0).dropFirst(10) }
    }
    let skippable: [UInt8] = [0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]
    let empty = try output("zstd", ["-qc"], input: [])
    let options = ["--check", "--no-check", "--no-content-size", "--long=27"]
    return try parts.enumerated().flatMap {
      try skippable + output("zstd", ["-qc", options[$0 % options.count]], input: $1) + empty
    }
  }

  @Test(arguments: ["gzip", "zstd"])
  func runReadsAPipeThatHandsOverOneByteAtATime(_ codec: String) throws {
    let bench = try Workbench()
    let corpus = Corpus(documents: 60, seed: 1).bytes
    try bench.scratch.write(corpus, to: "plain/web/x.jsonl")
    let (_, whole) = try bench.run("plain", to: "whole")
    try PipeFeed.start(Self.oddForm(codec, corpus, parts: 9), inPiecesOf: 1, through: bench.path("pipe"))
    let (run, _) = try bench.run("pipe", to: "out", ["--name", "web/x.jsonl"])
    #expect(run.status == 2, "\(run.errors)")
    #expect(try lanes(bench.path("out")) == lanes(whole.folder))
  }

  @Test func runReadsANamedPipe() throws {
    let (bench, whole) = try bench()
    let run = try shell(
      "mkfifo pipe && { cat x.jsonl.zst > pipe & } && $sluice run pipe --name web/x.jsonl -o out --policy policy.yaml",
      bench)
    #expect(run.status == 2, "\(run.errors)")
    #expect(try lanes(bench.path("out")) == lanes(whole.folder))
  }

  @Test func aPipeWithoutANameIsRefused() throws {
    let (bench, _) = try bench(10)
    let run = try shell("cat x.jsonl | $sluice run /dev/stdin -o out --policy policy.yaml", bench)
    #expect(run.status == 1 && run.errors.contains("--name"), "\(run.errors)")
    #expect(!FileManager.default.fileExists(atPath: bench.path("out")))
    for name in ["../x", "/x", "a//b", ""] {
      let bad = try shell("cat x.jsonl | $sluice run /dev/stdin --name '\(name)' -o out --policy policy.yaml", bench)
      #expect(bad.status == 64, "\(name)")
    }
  }

  @Test func anotherStreamUnderTheSameNameIsDrift() throws {
    let (bench, _) = try bench(50)
    let command = "$sluice run /dev/stdin --name x.jsonl -o out --policy policy.yaml"
    #expect(try shell("cat x.jsonl | \(command)", bench).status == 2)
    let same = try shell("cat x.jsonl | \(command)", bench)
    #expect(same.status == 2 && same.text.contains("Nothing to do"), "\(same.errors)")
    let other = try shell("head -3 x.jsonl | \(command)", bench)
    #expect(other.status == 3 && other.errors.contains("input x.jsonl sha256"), "\(other.errors)")
  }

  @Test func aBrokenStreamStartsOver() throws {
    let (bench, whole) = try bench()
    let command = "$sluice run /dev/stdin --name web/x.jsonl -o out --policy policy.yaml --checkpoint-bytes 64K"
    let broken = try shell("head -c 20000 x.jsonl.gz | \(command)", bench)
    #expect(broken.status == 2 && broken.text.contains("failed web/x.jsonl"), "\(broken.text)")
    let killed = try shell("cat x.jsonl.gz | SLUICE_FAULT=kill:30 \(command)", bench)
    #expect(killed.status == 137)
    #expect(try shell("cat x.jsonl.gz | \(command)", bench).status == 2)
    #expect(try lanes(bench.path("out")) == lanes(whole.folder))
  }

  @Test func aPipeIsNotReadAgain() throws {
    let (bench, _) = try bench(50)
    _ = try shell("cat x.jsonl | $sluice run /dev/stdin --name x.jsonl -o out --policy policy.yaml", bench)
    let verified = try sluice("verify", bench.path("out"), "--inputs")
    #expect(verified.status == 1 && verified.text.contains("cannot be read again"))
    let explained = try sluice("explain", bench.path("out"), "x.jsonl#1", "--show-text")
    #expect(explained.status == 1 && explained.errors.contains("cannot be read again"))
  }

  @Test func exportStopsQuietlyWhenItsReaderHasEnough() throws {
    let (bench, _) = try bench()
    let first = try run("bash", ["-c", "\(sluiceBinary) ledger export \(bench.path("whole")) | head -1"])
    #expect(first.status == 0 && first.errors.isEmpty)
    let row = try #require(try JSONSerialization.jsonObject(with: Data(first.output)) as? [String: Any])
    #expect(row["key"] as? String == "web/x.jsonl#1" && row.count == 21)
  }
}
