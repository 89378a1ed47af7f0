import Foundation
import TestSupport
import Testing

/// Promise: what `run` accepts, every later command reads: tag, mix, sample, synthesize and verify find the same
/// documents in its files, whatever its lines and options are like.
struct OneReaderTests {
  /// A byte order mark before a line that goes to a queue, the unnamed index column of a CSV file, a nested object
  /// that is named like half of the safety key.
  private static let lines = [
    "\u{feff}{\"\":0,\"text\":\"A lantern stood in the window of the old house by the river.\"}",
    #"{"":1,"text":"The harbour was quiet in the morning, and the boats lay still."}"#,
    #"{"":2,"text":"A teacher wrote a letter in the garden.","a":{"b":{"key":"no"}}}"#,
    #"{"":3,"text":"Another lantern, another window.","a":{"b":1}}"#,
  ]

  private func finished(_ arguments: [String]) throws -> (bench: Workbench, run: RunFiles) {
    let bench = try Workbench()
    try bench.scratch.write(Self.lines.joined(separator: "\n"), to: "in/x.jsonl")
    let (finished, run) = try bench.run("in", to: "out", arguments)
    #expect(finished.status == 0, "\(finished.errors)")
    return (bench, run)
  }

  @Test(arguments: [[], ["--safety-key", "a.b"], ["--safety-key", "\u{e9} \"q\""]])
  func laterCommandsReadWhatARunHasWritten(_ arguments: [String]) throws {
    let (bench, run) = try finished(arguments)
    let verified = try sluice("verify", run.folder, "--inputs")
    #expect(verified.status == 0, "\(verified.text)\(verified.errors)")

    let tagged = try sluice("tag", "--run", run.folder, "--min-score", "0", "--probability", "1")
    #expect(tagged.status == 0, "\(tagged.errors)")
    let untagged = try run.lines("tagged/refusal", "x.jsonl.zst").map {
      String(decoding: $0, as: UTF8.self).replacing(TagTests.tag, with: "")
    }
    #expect(untagged == (try run.lines("refusal", "x.jsonl.zst").map { String(decoding: $0, as: UTF8.self) }))
    #expect(untagged.count == 2 && untagged[0].hasPrefix("\u{feff}{"))

    let recipe = try bench.scratch.write(
      "version: 1\ncomponents: [{from: kept}, {from: raw, routes: [recontextualize, refusal]}, {from: tagged}]\n",
      to: "recipe.yaml")
    let mixed = try sluice("mix", "--run", run.folder, "--recipe", recipe, "--output", bench.path("mix"))
    #expect(mixed.status == 0, "\(mixed.errors)")
    let keys = try files(below: bench.path("mix") + "/documents").flatMap { file in
      try RunFiles(folder: bench.path("mix")).lines("documents", file).map {
        let row = try JSONSerialization.jsonObject(with: Data($0)) as! [String: Any]
        return (row["metadata"] as! [String: Any])["origin_key"] as! String
      }
    }
    let routed = ["x.jsonl#1", "x.jsonl#2", "x.jsonl#4"]
    #expect(keys.sorted() == (routed + routed + ["x.jsonl#3"]).sorted())

    for (stage, count) in [("recontextualize", 1), ("refusals", 2)] {
      let asked = try sluice(
        "synthesize", stage, "--run", run.folder, "--batch", bench.path("todo-\(stage)"), "--model", "m")
      #expect(asked.status == 0, "\(asked.errors)")
      let requests = try files(below: bench.path("todo-\(stage)")).flatMap {
        try bytes(of: bench.path("todo-\(stage)") + "/" + $0).split(separator: 10)
      }
      #expect(requests.count == count)
    }
  }

  @Test func samplesAreDrawnFromTheSameLines() throws {
    let (bench, _) = try finished([])
    let sampled = try sluice("sample", bench.path("in"), "--output", bench.path("sample.jsonl"), "--count", "9")
    #expect(sampled.status == 0, "\(sampled.errors)")
    #expect(try bytes(of: bench.path("sample.jsonl")).count { $0 == 10 } == Self.lines.count)
  }

  @Test(arguments: [
    #"{"text":"The lake was calm.","score":0,"score":5}"#, #"{"text":"The lake was calm.","score":0,}"#,
  ])
  func labelledDataThatReadersDisagreeOnEndsAnEvaluation(_ line: String) throws {
    let scratch = try Scratch()
    let path = try scratch.write("\(line)\n", to: "labels.jsonl")
    let evaluated = try sluice("evaluate", path)
    #expect(evaluated.status == 1 && evaluated.errors.contains("line 1"), "\(evaluated.text)\(evaluated.errors)")
    #expect(!evaluated.errors.contains("calm"))
  }
}
