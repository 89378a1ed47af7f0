import SluiceCore
import SluiceIO
import SluiceLedger
import SluicePipeline
import SluiceReport
import SluiceRun
import TestSupport
import Testing

/// Promise: whatever is asked about a run is answered from its ledger alone.
struct ReadingTests {
  private func finished() throws -> (bench: Bench, reader: LedgerReader) {
    let bench = try Bench()
    try bench.run()
    return (bench, try LedgerReader(folder: bench.folder))
  }

  @Test func theSummaryCountsEveryLineOnce() throws {
    let (bench, reader) = try finished()
    let summary = try RunSummary(folder: bench.folder, reader: reader)
    #expect(summary.complete && !summary.isClean)
    #expect(summary.lines == 6 && summary.blankLines == 1 && summary.quarantinedLines == 1)
    #expect(summary.routes.mapValues(\.documents) == ["keep": 2, "refusal": 1, "drop": 1, "recontextualize": 0])
    #expect(summary.levels == [2, 0, 1, 0, 0, 1])
    #expect(summary.quarantine == ["not_json": 1])
  }

  @Test func theReportOfALedgerIsThatOfAScan() throws {
    let (bench, _) = try finished()
    let report = try LedgerReport(folder: bench.folder).make(policy: bench.policy)
    let scan = try CorpusScan(shards: bench.shards(), model: bench.model, policy: bench.policy).run().report
    #expect(report.levels.map(\.documents) == [2, 0, 1, 0, 0, 1])
    #expect(report.levels.map(\.documents) == scan.levels.map(\.documents))
    #expect(report.lines == scan.lines && report.quarantinedLines == scan.quarantinedLines)
    #expect(report.routings.map(\.name) == scan.routings.map(\.name))
    #expect(
      report.routings.map { $0.routes.mapValues(\.documents) } == scan.routings.map { $0.routes.mapValues(\.documents) }
    )
    #expect(report.shards.map(\.shard) == ["x.jsonl", "y.jsonl"])
    #expect(report.notes == [])
    #expect(report.run.options["--ledger"] == "all" && report.run.policy == "tests")
  }

  @Test func aReportWithoutThePolicySaysSoAndAnotherPolicyIsRefused() throws {
    let (bench, _) = try finished()
    let report = try LedgerReport(folder: bench.folder).make()
    #expect(report.notes == ["Name the run's policy (--policy) to see what its neighbours would do."])
    #expect(throws: LedgerReport.OtherPolicy.self) { try LedgerReport(folder: bench.folder).make(policy: .default) }
  }

  @Test func twoRunsAreComparedDocumentByDocument() throws {
    let (bench, _) = try finished()
    let other = try Bench()
    other.policy = try Policy(
      yaml: """
        version: 1
        rules:
          - {name: unsafe, when: {score: ">= 2"}, route: drop}
          - {name: rest, route: keep}

        """, name: "stricter")
    try other.run()
    let routes = try #require(try ComparedRuns.compare(bench.folder, other.folder, SynthesisRate()).routes)
    #expect(routes.shards == 2 && routes.onlyInOne == 0 && routes.otherText == 0)
    let nothing = bench.scratch.file("in")
    #expect(throws: ComparedRuns.Unreadable.self) {
      try ComparedRuns.compare(bench.folder, nothing, SynthesisRate())
    }
  }

  @Test func aDocumentIsExplainedByKeyAndById() throws {
    let (bench, _) = try finished()
    let explainer = try RunExplainer(folder: bench.folder, options: .init())
    let byKey = try #require(try explainer.explain("x.jsonl#2").first)
    #expect(byKey.id == "b" && byKey.source == "web" && byKey.route == "refusal" && byKey.rule == "doubtful")
    #expect(byKey.queue == "refusal/x.jsonl.zst")
    #expect(try explainer.explain("b").map(\.key) == ["x.jsonl#2"])
    #expect(try explainer.explain("x.jsonl#3").map(\.route) == ["quarantine"])
    #expect(try explainer.explain("nobody").isEmpty)
    for (key, detail) in [("x.jsonl#4", "the line is blank"), ("y.jsonl#9", "the shard has 1 line")] {
      let missing = #expect(throws: RunExplainer.NotFound.self) { try explainer.explain(key) }
      #expect(missing?.detail == detail)
    }
  }

  @Test func theTextBehindADecisionIsReadAgainAndNeverAnotherOne() throws {
    let (bench, _) = try finished()
    var options = RunExplainer.Options()
    options.showsText = true
    #expect(try RunExplainer(folder: bench.folder, options: options).explain("b").first?.text == "a")
    let input = bench.scratch.file("in/x.jsonl")
    let content = String(decoding: try bytes(of: input), as: UTF8.self)
    try bench.scratch.write(content.replacing("knife", with: "spoon"), to: "in/x.jsonl")
    let failure = #expect(throws: IOFailure.self) {
      try RunExplainer(folder: bench.folder, options: options).explain("b")
    }
    #expect(failure?.kind == .changedWhileRead && failure?.description.contains("spoon") == false)
  }

  @Test func decisionsAreExportedInBothForms() throws {
    let (_, reader) = try finished()
    var csv: [UInt8] = []
    try DecisionExport(format: .csv) { csv += $0 }.export(reader, where: DecisionFilter(routes: [.drop, .refusal]))
    let rows = String(decoding: csv, as: UTF8.self).split(separator: "\n")
    #expect(rows.count == 3 && rows[0].hasPrefix("key,shard,line,document_id,"))
    #expect(rows[1].hasPrefix("x.jsonl#2,x.jsonl,2,b,web,"))
    #expect(rows[2].hasSuffix(",drop,unsafe") && rows[2].contains(",c,,"), "no source is an empty field")
    var json: [UInt8] = []
    try DecisionExport(format: .jsonl) { json += $0 }.export(reader)
    #expect(String(decoding: json, as: UTF8.self).split(separator: "\n").count == 4)
  }

  @Test func quarantinedLinesBecomeInputsUnderTheirOldKeys() throws {
    let (bench, _) = try finished()
    let inputs = try QuarantineInputs.find(bench.folder)
    #expect(inputs.map(\.path) == ["x.jsonl"] && inputs[0].expected?.rows == 1)
    #expect(inputs[0].inputPath.hasSuffix("/quarantine/x.jsonl.zst"))
  }
}
