import Foundation
import TestSupport
import Testing

/// Reports of scans and runs, and what machines read while they go on.
struct ReportTests {
  private static func json(_ path: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(bytes(of: path))) as? [String: Any])
  }

  private static func same(_ a: Any?, _ b: Any?) throws -> Bool {
    let options: JSONSerialization.WritingOptions = [.sortedKeys, .fragmentsAllowed]
    return try JSONSerialization.data(withJSONObject: try #require(a), options: options)
      == JSONSerialization.data(withJSONObject: try #require(b), options: options)
  }

  /// A corpus of all levels in two shards, and the model that tells them.
  private static func bench() throws -> (bench: Workbench, model: String) {
    let bench = try Workbench()
    try bench.scratch.write(TrainedModel.labelled(60), to: "in/a/x.jsonl")
    try bench.scratch.write(TrainedModel.labelled(40, from: 20_000) + "bad\n", to: "in/b.jsonl")
    return (bench, try TrainedModel.train(in: bench.scratch))
  }

  @Test(.enabled(if: TrainedModel.isAvailable, Comment(rawValue: TrainedModel.missing)))
  func aRunsReportIsItsScansWithoutScoringAgain() throws {
    let (bench, model) = try Self.bench()
    for jobs in ["1", "3"] {
      let scan = try sluice(
        "scan", bench.path("in"), "--model", model, "--report", bench.path("scan\(jobs)"), "--jobs", jobs)
      #expect(scan.status == 2, "\(scan.errors)")
    }
    let run = try sluice("run", bench.path("in"), "--model", model, "-o", bench.path("out"))
    #expect(run.status == 2, "\(run.errors)")
    try FileManager.default.removeItem(atPath: bench.path("in"))
    let report = try sluice("report", bench.path("out"), "--output", bench.path("card"))
    #expect(report.status == 0, "\(report.errors)")
    let scanned = try Self.json(bench.path("scan1/report.json"))
    for (name, other) in [("jobs", "scan3"), ("ledger", "card")] {
      let other = try Self.json(bench.path("\(other)/report.json"))
      for key in ["levels", "categories", "sources", "stances", "lengths", "confidence", "expectedShares", "examples"] {
        #expect(try Self.same(scanned[key], other[key]), "\(name): \(key)")
      }
    }
    let page = String(decoding: try bytes(of: bench.path("card/report.html")), as: UTF8.self)
    #expect(page.contains("Data safety report card"))
    #expect(!page.contains("canaryword"))
  }

  @Test(.enabled(if: TrainedModel.isAvailable, Comment(rawValue: TrainedModel.missing)))
  func textIsInAReportOnlyOnRequest() throws {
    let (bench, model) = try Self.bench()
    for (folder, extra) in [("quiet", []), ("loud", ["--show-text"])] {
      let scan = try run(
        sluiceBinary, ["scan", bench.path("in"), "--model", model, "--report", bench.path(folder)] + extra)
      #expect(scan.status == 2, "\(scan.errors)")
      let page = String(decoding: try bytes(of: bench.path("\(folder)/report.html")), as: UTF8.self)
      let hasText = ["volcano", "meteor", "quake"].contains { page.contains($0) }
      #expect(hasText == (folder == "loud"))
      #expect(!scan.text.contains("volcano"))
    }
  }

  @Test func twoRunsAreComparedByKey() throws {
    let bench = try Workbench()
    try bench.scratch.write(Corpus(documents: 300, seed: 1).bytes, to: "in/x.jsonl")
    _ = try bench.run("in", to: "old")
    try bench.scratch.write(
      Corpus.policy.replacingOccurrences(of: "values: [zebra]", with: "values: [nothing]"), to: "policy.yaml")
    _ = try bench.run("in", to: "new")
    let finished = try sluice("report", bench.path("old"), bench.path("new"), "--json", "--output", bench.path("moved"))
    #expect(finished.status == 0, "\(finished.errors)")
    let comparison = try #require(try JSONSerialization.jsonObject(with: Data(finished.output)) as? [String: Any])
    let routes = try #require(comparison["routes"] as? [String: Any])
    let dropped = Corpus(documents: 300, seed: 1).lines.filter { String(decoding: $0, as: UTF8.self).contains("zebra") }
    #expect(routes["changed"] as? Int == dropped.count)
    #expect(try files(below: bench.path("moved")) == ["compare.html", "compare.json"])
  }

  @Test func tablesComeAsCSV() throws {
    let bench = try Workbench()
    try bench.scratch.write("{\"text\":\"a quiet garden\",\"source\":\"=s,1\"}\n", to: "x.jsonl")
    let finished = try sluice("scan", bench.path("x.jsonl"), "--csv", "sources")
    #expect(finished.text.hasSuffix("\n\"'=s,1\",1,3,14,1,0,0,0,0,0\n"), "\(finished.text)")
    #expect(try sluice("scan", bench.path("x.jsonl"), "--csv", "colours").status == 64)
  }

  @Test func listsOfOnesOwnAreCounted() throws {
    let bench = try Workbench()
    try bench.scratch.write("{\"text\":\"a quiet garden, Garden gate\"}\n", to: "x.jsonl")
    try bench.scratch.write("# outside\ngarden\ngarden gate\n", to: "outdoors.txt")
    let finished = try sluice(
      "scan", bench.path("x.jsonl"), "--terms", bench.path("outdoors.txt"), "--csv", "terms")
    #expect(finished.text == "category,hits,documents,hits_per_million_words\noutdoors,3,1,600000.000\n")
  }

  @Test func aRunKeepsAMetricsFile() throws {
    let bench = try Workbench()
    try bench.scratch.write(Corpus(documents: 100, seed: 1).bytes, to: "in/x.jsonl")
    let (finished, run) = try bench.run(
      "in", to: "out", ["--metrics-file", bench.path("sluice.prom"), "--log-format", "json"])
    let metrics = String(decoding: try bytes(of: bench.path("sluice.prom")), as: UTF8.self)
    let kept = try run.query("SELECT sum(documents) FROM totals WHERE route = 'keep'").dropLast()
    #expect(metrics.contains("sluice_documents_total{lane=\"keep\"} \(kept)\n"))
    #expect(metrics.contains("sluice_finished 1\n") && metrics.contains("sluice_shards{state=\"done\"} 1\n"))
    for line in metrics.split(separator: "\n") where !line.hasPrefix("#") {
      #expect(line.split(separator: " ").count == 2 && Double(line.split(separator: " ")[1]) != nil, "\(line)")
    }
    let last = try #require(finished.errors.split(separator: "\n").last { $0.contains("\"event\":\"progress\"") })
    let progress = try #require(try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any])
    #expect((progress["lanes"] as? [String: Int])?["keep"] == Int(kept))
    #expect(progress["finished"] as? Bool == true)
  }

  @Test func unsupportedOutputIsRefusedBeforeAnyWork() throws {
    let bench = try Workbench()
    try bench.scratch.write("{\"text\":\"a\"}\n", to: "in/x.jsonl")
    let (finished, _) = try bench.run("in", to: "out", ["--metrics-file", bench.path("gone/sluice.prom")])
    #expect(finished.status == 1)
    #expect(finished.errors.contains("gone/sluice.prom"))
    #expect(try sluice("report", bench.path("gone")).status == 1)
    #expect(try sluice("report", bench.path("in"), bench.path("in")).status == 1)
  }
}
