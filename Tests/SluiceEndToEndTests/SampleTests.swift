import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: TrainedModel.isAvailable, "needs Debian's fasttext: apt-get install fasttext"))
struct SampleTests {
  let scratch: Scratch
  let model: String

  /// Three shards of 200 documents, mostly of level 0.
  init() throws {
    scratch = try Scratch()
    model = try TrainedModel.train(in: scratch)
    for shard in 0..<3 {
      let lines = (0..<200).map { index in
        let level = index % 10 == 0 ? 1 + index / 10 % 5 : 0
        let text = TrainedModel.sentence(level: level, index: 50_000 + shard * 1000 + index)
        return "{\"id\":\"d\(index)\",\"text\":\"\(text)\",\"source\":\"s\(shard % 2)\"}\n"
      }
      try scratch.write(lines.joined(), to: "in/\(shard).jsonl")
    }
  }

  func sample(_ name: String, _ arguments: [String] = ["--count", "30"]) throws -> Finished {
    try run(
      sluiceBinary, ["sample", scratch.file("in"), "--output", scratch.file(name), "--model", model] + arguments)
  }

  func rows(_ name: String) throws -> [[String: Any]] {
    try bytes(of: scratch.file(name)).split(separator: 10).map {
      try JSONSerialization.jsonObject(with: Data($0)) as! [String: Any]
    }
  }

  @Test func rareLevelsAreDrawnAsOftenAsCommonOnes() throws {
    let finished = try sample("out.jsonl", ["--count", "60", "--by", "score"])
    #expect(finished.status == 0, "\(finished.errors)")
    let rows = try rows("out.jsonl")
    #expect(rows.count == 60)
    #expect(Set(rows.map { $0["id"] as! String }).count == 60)
    let levels = Dictionary(grouping: rows) { $0["predicted_score"] as! Int }
    for level in 0...5 { #expect((levels[level]?.count ?? 0) >= 5, "level \(level)") }
    let row = rows[0]
    #expect((row["predicted_probs"] as! [Double]).count == 6)
    #expect(row["score"] == nil, "an unjudged sample must not pass for labelled data")
    #expect((row["id"] as! String).contains(".jsonl#") && (row["document_id"] as! String).hasPrefix("d"))
    for (_, members) in levels { #expect(members.allSatisfy { $0["drawn"] as? Int == members.count }) }
  }

  @Test func jobsAndCompressionDoNotMatterAndASeedDoes() throws {
    for (name, arguments) in [
      ("a.jsonl", ["--jobs", "1"]), ("b.jsonl", ["--jobs", "4"]), ("c.jsonl.zst", ["--jobs", "3"]),
      ("d.jsonl.gz", []), ("e.jsonl", ["--seed", "2"]),
    ] {
      let finished = try sample(name, ["-n", "30"] + arguments)
      #expect(finished.status == 0, "\(finished.errors)")
    }
    let first = try bytes(of: scratch.file("a.jsonl"))
    #expect(try bytes(of: scratch.file("b.jsonl")) == first)
    #expect(try output("zstd", ["-qdc", scratch.file("c.jsonl.zst")]) == first)
    #expect(try output("gzip", ["-dc", scratch.file("d.jsonl.gz")]) == first)
    #expect(try bytes(of: scratch.file("e.jsonl")) != first)
  }

  @Test func theOutputIsPrivateAndNothingIsOverwritten() throws {
    #expect(try sample("out.jsonl").status == 0)
    let mode = try FileManager.default.attributesOfItem(atPath: scratch.file("out.jsonl"))[.posixPermissions] as? Int
    #expect(mode == 0o600)
    let before = try bytes(of: scratch.file("in/0.jsonl"))
    for name in ["out.jsonl", "in/0.jsonl"] {
      let again = try sample(name)
      #expect(again.status == 1 && again.errors.contains("there already"))
    }
    #expect(try bytes(of: scratch.file("in/0.jsonl")) == before)
  }

  @Test func linesThatAreNoDocumentsAreCounted() throws {
    try scratch.write("canaryword\n{\"text\":5}\n\n{\"text\":\"the garden\"}\n", to: "in/3.jsonl")
    let finished = try sample("out.jsonl", ["--count", "5", "--json"])
    #expect(finished.status == 2)
    #expect(finished.errors.contains("2 lines") && !finished.errors.contains("canaryword"))
    let summary = try JSONSerialization.jsonObject(with: Data(finished.output)) as! [String: Any]
    #expect(summary["seen"] as? Int == 601 && summary["passedOver"] as? Int == 2 && summary["drawn"] as? Int == 5)
  }

  @Test func aDamagedShardLeavesNoSample() throws {
    let shard = try output("gzip", ["-c"], input: Array(TrainedModel.labelled(50).utf8))
    try scratch.write(shard.dropLast(20), to: "in/3.jsonl.gz")
    let finished = try sample("out.jsonl")
    #expect(finished.status == 1 && finished.errors.contains("3.jsonl.gz"), "\(finished.errors)")
    #expect(!FileManager.default.fileExists(atPath: scratch.file("out.jsonl")))
  }
}
