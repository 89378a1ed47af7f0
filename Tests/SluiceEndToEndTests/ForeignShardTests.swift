import Foundation
import TestSupport
import Testing

/// A shard that is not JSON Lines fails alone: with what it is and what to do, once, and with no line in quarantine.
struct ForeignShardTests {
  /// Bytes by the name of a shard, and what the program must call it.
  private static func shards(_ scratch: Scratch) throws -> [(name: String, says: String, bytes: [UInt8])] {
    let documents = Corpus(documents: 30, seed: 1, oddities: false).bytes
    try scratch.write(documents, to: "made/a.jsonl")
    let tar = try output("tar", ["-C", scratch.path, "-cf", "-", "made/a.jsonl"])
    func gzip(_ bytes: [UInt8]) throws -> [UInt8] { try output("gzip", ["-c"], input: bytes) }
    func zstd(_ bytes: [UInt8]) throws -> [UInt8] { try output("zstd", ["-qc"], input: bytes) }
    let text = String(decoding: documents, as: UTF8.self)
    return try [
      ("array.json", "a JSON array", Array("[\n\(text.split(separator: "\n").joined(separator: ",\n"))\n]\n".utf8)),
      ("dictionary.jsonl.zst", "needs zstd dictionary 32774", Self.zstdWithDictionary),
      ("pretty.json", "JSON over several lines", Array("{\n  \"text\": \"a\"\n}\n".utf8)),
      ("tar.jsonl.gz", "a tar archive in gzip", gzip(tar)), ("tar.jsonl.zst", "a tar archive in zstd", zstd(tar)),
      ("twice.jsonl.gz", "compressed twice (gzip in gzip)", gzip(gzip(documents))),
      ("twice.jsonl.zst", "compressed twice (gzip in zstd)", zstd(gzip(documents))),
      ("wide.jsonl", "UTF-16", [0xff, 0xfe] + Array(text.data(using: .utf16LittleEndian)!)),
      ("xz.jsonl", "xz", output("xz", ["-c"], input: documents)),
    ]
  }

  /// A frame whose header names a dictionary.
  private static let zstdWithDictionary: [UInt8] =
    [0x28, 0xb5, 0x2f, 0xfd, 0x02, 0x38, 0x06, 0x80, 3 << 3 | 1, 0, 0] + Array("{}\n".utf8)

  @Test(arguments: [[], ["--salvage"]])
  func aRunFailsThemAndCommitsTheRest(options: [String]) throws {
    let bench = try Workbench()
    let shards = try Self.shards(bench.scratch)
    try bench.scratch.write(Corpus(documents: 30, seed: 2, oddities: false).bytes, to: "in/fine.jsonl")
    for shard in shards { try bench.scratch.write(shard.bytes, to: "in/\(shard.name)") }
    let (finished, run) = try bench.run("in", to: "out", options)
    #expect(finished.status == 2, "\(finished.errors)")
    for shard in shards {
      let lines = finished.text.split(separator: "\n").filter { $0.contains("failed \(shard.name):") }
      #expect(lines.count == 1 && lines.first?.contains(shard.says) == true, "\(shard.name): \(finished.text)")
      #expect(lines.first?.contains("which sluice does not read; ") == true)
    }
    #expect(try run.query("SELECT path FROM shards WHERE state = 'done'") == "fine.jsonl\n")
    #expect(try run.query("SELECT count(*) FROM quarantine") == "0\n")
    #expect(try files(below: run.folder).allSatisfy { !$0.contains("/") || $0.contains("/fine.") })
    #expect(try sluice("verify", run.folder, "--inputs").status == 0)
    // Mended, they are done.
    for shard in shards { try bench.scratch.write(Corpus(documents: 3, seed: 3).bytes, to: "in/\(shard.name)") }
    #expect(try bench.run("in", to: "out", options).finished.status == 2)
    #expect(try run.query("SELECT count(*) FROM shards WHERE state <> 'done'") == "0\n")
  }

  @Test func everyCommandThatReadsShardsNamesThem() throws {
    let bench = try Workbench()
    let shards = try Self.shards(bench.scratch)
    let model = try TrainedModel.train(in: bench.scratch)
    for shard in shards {
      let path = try bench.scratch.write(shard.bytes, to: "one/\(shard.name)")
      let manifest = try bench.scratch.write(shard.name + "\n", to: "one/list.csv")
      let scan = try sluice("scan", path, "--policy", bench.path("policy.yaml"))
      #expect(scan.status == 2 && (scan.text + scan.errors).contains(shard.says), "\(scan.text) \(scan.errors)")
      let listed = try sluice("scan", "--manifest", manifest, "--policy", bench.path("policy.yaml"), "--json")
      #expect(listed.status == 2 && listed.text.contains(shard.says))
      let piped = try sluice("scan", "-", "--policy", bench.path("policy.yaml"), input: shard.bytes)
      #expect(piped.status == 2 && (piped.text + piped.errors).contains(shard.says))
      for arguments in [
        ["sample", path, "-n", "5", "-o", bench.path("sample.jsonl")],
        ["evaluate", path, "--model", model], ["train", "--data", path, "--output", bench.path("m.safetensors")],
        ["annotate", "--terminal", path, "--output", bench.path("labels.jsonl")],
      ] {
        let finished = try run(sluiceBinary, arguments)
        #expect(finished.status == 1 && finished.errors.contains(shard.says), "\(arguments): \(finished.errors)")
      }
      try FileManager.default.removeItem(atPath: path)
    }
  }

  @Test func aTaskFailsThem() throws {
    let bench = try Workbench()
    for shard in try Self.shards(bench.scratch) { try bench.scratch.write(shard.bytes, to: "in/\(shard.name)") }
    for index in 0..<2 {
      let task = ["--shard-index", "\(index)", "--shard-count", "2"]
      let (finished, _) = try bench.run("in", to: "out", task)
      #expect(finished.status == 2 && finished.text.contains("does not read"), "\(finished.text)")
    }
  }

  @Test func aShardMayExpandAsFarAsTheOptionSays() throws {
    let bench = try Workbench()
    let block = try output("zstd", ["-qc"], input: [UInt8](repeating: 10, count: 16 << 20))
    let document = try output("zstd", ["-qc"], input: Array("{\"text\":\"a wall\"}\n".utf8))
    try bench.scratch.write((0..<5).flatMap { _ in block } + document, to: "in/x.jsonl.zst")
    try bench.scratch.write("{\"text\":\"a wall\"}\n", to: "in/y.jsonl")
    let (refused, run) = try bench.run("in", to: "out")
    #expect(refused.status == 2, "\(refused.errors)")
    for part in ["expands more than 1000 times", "--max-expansion"] { #expect(refused.text.contains(part)) }
    #expect(try run.query("SELECT path FROM shards WHERE state = 'done'") == "y.jsonl\n")
    // The bound is not part of what a run is: with another one, the same run ends.
    #expect(try bench.run("in", to: "out", ["--max-expansion", "100000"]).finished.status == 0)
    #expect(try run.query("SELECT sum(blank_lines) FROM shards") == "\(5 * 16 << 20)\n")
    #expect(try sluice("verify", run.folder, "--inputs").status == 0)
    for ratio in ["0", "none"] {
      let scan = try sluice("scan", bench.path("in"), "--max-expansion", ratio)
      #expect(scan.status == 0, "\(scan.errors)")
    }
    #expect(try sluice("scan", bench.path("in")).status == 2)
    let sample = try sluice("sample", bench.path("in"), "-n", "1", "-o", bench.path("s.jsonl"))
    #expect(sample.status == 1 && sample.errors.contains("--max-expansion"))
    for ratio in ["-1", "x", "1.5", "9223372036854775808"] {
      #expect(try sluice("scan", bench.path("in"), "--max-expansion=\(ratio)").status == 64)
    }
  }

  @Test func aLineThatIsNotUTF8IsSaidToBe() throws {
    let bench = try Workbench()
    let document = Array("{\"text\":\"a wall\"}\n".utf8)
    let wide = Array("{\"text\":\"b\"}".data(using: .utf16LittleEndian)!)
    try bench.scratch.write(document + [0xff, 0xfe] + wide + [10] + document, to: "in/x.jsonl")
    let (finished, run) = try bench.run("in", to: "out")
    #expect(finished.status == 2)
    #expect(try run.query("SELECT line, reason FROM quarantine") == "2|not_utf8\n")
  }

  /// A window that is too large is no damage: nothing of the shard is lost, and an option reads it.
  @Test func salvageDoesNotCommitAShardWhoseWindowIsTooLarge() throws {
    let bench = try Workbench()
    let lines = (0..<3000).map { "{\"text\":\"bean \($0)\"}\n" }.joined()
    let shard = try output("zstd", ["-q", "--ultra", "-22", "--long=28", "-c"], input: Array(lines.utf8))
    try bench.scratch.write(shard, to: "in/x.jsonl.zst")
    let (refused, run) = try bench.run("in", to: "out", ["--salvage", "--max-window-log", "20"])
    #expect(refused.status == 2 && refused.text.contains("--max-window-log"), "\(refused.text)")
    #expect(try run.query("SELECT state FROM shards") == "failed\n")
  }

  @Test func zstdWithANamelessDictionaryIsNotSaidToBeDamagedAlone() throws {
    let bench = try Workbench()
    try bench.scratch.write(String(repeating: "{\"text\":\"beans behind the wall\"}", count: 200), to: "dictionary")
    let shard = try output(
      "zstd", ["-q", "-c", "-D", bench.path("dictionary")], input: Array("{\"text\":\"beans behind the wall\"}\n".utf8))
    try bench.scratch.write(shard, to: "in/x.jsonl.zst")
    let (refused, _) = try bench.run("in", to: "out")
    #expect(refused.status == 2 && refused.text.contains("dictionary"), "\(refused.text)")
  }
}
