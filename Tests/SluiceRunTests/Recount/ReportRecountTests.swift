import Foundation
import SluiceCore
import SluiceIO
import SluiceLedger
import SluicePipeline
import SluiceReport
import SluiceRun
import Synchronization
import TestSupport
import Testing

/// Promise: every number of a report is the one that a recount of the queue files gives, or is said to be unknown:
/// for every corpus, policy and kind of ledger, finished or not. A scan knows them all, and agrees.
struct ReportRecountTests {
  /// How a run of a case ends.
  enum Ending: CaseIterable {
    case finished, stopped, killed
  }

  struct Run {
    let scratch: Scratch
    let policy: Policy
    let shards: [InputShard]
    var folder: String
  }

  /// - Parameter seed: of everything: the corpus, the policy, the ledger, the ending.
  private func run(_ seed: UInt64, sources: Int = 5) throws -> (run: Run, recording: DecisionRecording, ending: Ending)
  {
    var corpus = RandomCorpus(random: SeededGenerator(seed: seed))
    let scratch = try Scratch()
    for number in 0...corpus.draw(4) {
      try scratch.write(corpus.shard(lines: corpus.draw(150), sources: sources), to: "in/s\(number).jsonl")
    }
    let policy = corpus.policy()
    let recording: DecisionRecording = corpus.draw(2) == 0 ? .all : .routed
    let ending = Ending.allCases[corpus.draw(3)]
    let shards = try InputSet([scratch.file("in")]).shards
    var options = RunOptionsRecord.forTests
    options.ledger = recording
    options.modelName = "hash"
    let folder = scratch.file("out")
    let progress = SluicePipeline.Progress()
    let (assessed, at) = (Counter(), corpus.draw(300))
    let isDivided = corpus.draw(3) == 0
    let model = HashScorer(willAssess: {
      guard assessed.next() == at else { return }
      switch ending {
      case .finished: break
      case .stopped: progress.stop()
      // What a killed process leaves: this thread is the only one that writes, and it is not writing now.
      case .killed: try? FileManager.default.copyItem(atPath: folder, toPath: folder + "-killed")
      }
    })
    for part in isDivided ? (0..<2).map({ RunPart(index: $0, count: 2) }) : [nil] {
      let session = try RunSession(
        in: folder, part: part, shards: shards, model: model, policy: policy, options: options)
      var reader = options.readerOptions
      reader.chunkBytes = 700
      guard var plan = try session.prepare(jobs: 1, reader: reader) else { continue }
      plan.turnBytes = 1
      plan.checkpointRows = 20
      _ = try session.run(plan, progress: progress)
    }
    var run = Run(scratch: scratch, policy: policy, shards: shards, folder: folder)
    if Folders.exists(folder + "-killed") { run.folder = folder + "-killed" }
    return (run, recording, ending)
  }

  @Test(arguments: 0..<60) func everyNumberIsThatOfARecountOrUnknown(_ seed: UInt64) throws {
    let (run, recording, ending) = try run(seed)
    let reader = try LedgerReader(folder: run.folder)
    let recount = try Recount(folder: run.folder, reader: reader, policy: run.policy)
    let report = try LedgerReport(folder: run.folder).make(policy: run.policy)
    RecountCheck(recount, run.policy).check(report)
    let routed = recount.documents.filter { $0.lane != .quarantine }
    if recording == .all || !routed.contains(where: { $0.lane == .keep }) {
      #expect(report.thresholds.allSatisfy { $0.amount.documents != nil && $0.amount.bytes != nil })
      #expect((report.expectedShares != nil || routed.isEmpty) && report.confidence.allSatisfy { $0 != nil })
    }
    guard ending == .finished else { return }
    let scan = try CorpusScan(shards: run.shards, model: HashScorer(), policy: run.policy).run().report
    RecountCheck(recount, run.policy).check(scan)
    #expect(scan.routings.allSatisfy { $0.routes.values.allSatisfy { $0.words != nil } })
    #expect(scan.thresholds.allSatisfy { $0.amount.words != nil })
    for difference in try Agreement.differences(report, scan) { Issue.record("\(difference)") }
  }

  /// More sources than a shard keeps apart: those that are named have all of their documents.
  @Test func aSourceIsNamedOnlyWithAllOfItsDocuments() throws {
    let scratch = try Scratch()
    func line(_ source: String) -> String { "{\"text\":\"word\",\"source\":\"\(source)\"}\n" }
    let some = (0..<1500).map { line("s\($0)") }.joined()
    try scratch.write(some + (0..<5).map { _ in line("all") }.joined(), to: "in/a.jsonl")
    try scratch.write(
      (0..<1500).map { line("t\($0)") }.joined() + (0..<5).map { _ in line("all") + line("s999") }.joined(),
      to: "in/b.jsonl")
    try scratch.write(line("all") + line("small"), to: "in/c.jsonl")
    let bench = try Bench()
    let shards = try InputSet([scratch.file("in")]).shards
    let session = try RunSession(
      in: scratch.file("out"), shards: shards, model: bench.model, policy: bench.policy, options: bench.options)
    _ = try session.run(try #require(try session.prepare(jobs: 2, reader: bench.options.readerOptions)))
    func sources(_ report: CorpusReport) -> [String: Int] {
      Dictionary(uniqueKeysWithValues: report.sources.map { ($0.source!, $0.amount.documents) })
    }
    let run = sources(try LedgerReport(folder: scratch.file("out")).make(policy: bench.policy))
    #expect(run["all"] == 11)
    #expect(run["s999"] == nil, "one shard counted it among the others")
    #expect(run.values.reduce(0, +) == 3017)
    let scan = sources(try CorpusScan(shards: shards, model: bench.model, policy: bench.policy).run().report)
    #expect(scan["all"] == 11 && scan["s999"] == 6 && scan.count == Totals.sourceLimit + 1)
    #expect(scan.values.reduce(0, +) == 3017)
  }

  @Test func documentsOfShardsThatOneRunHasAreCounted() throws {
    let (bench, other) = (try Bench(), try Bench())
    try bench.run()
    for name in ["p", "q", "r"] {
      try other.scratch.write("{\"text\":\"a\"}\n{\"text\":\"b\"}\n", to: "in/\(name).jsonl")
    }
    try other.run()
    for (a, b) in [(bench, other), (other, bench)] {
      let routes = try #require(try ComparedRuns.compare(a.folder, b.folder, SynthesisRate()).routes)
      #expect(routes.shards == 2 && routes.shardsOfOne == 3)
      #expect(routes.documentsInShardsOfOne == 6 && routes.onlyInOne == 6)
    }
  }

  @Test func whatARoutedLedgerCannotCompareIsUnknown() throws {
    let (bench, other) = (try Bench(), try Bench())
    try bench.run()
    other.options.ledger = .routed
    try other.run()
    let comparison = try ComparedRuns.compare(bench.folder, other.folder, SynthesisRate())
    #expect(comparison.routes?.onlyInOne == nil)
    let text = TerminalComparison(comparison).render()
    #expect(text.contains("keep                –                –        –     –"))
    #expect(text.contains("one side only: –"))
  }
}

/// Counts calls from any thread.
private final class Counter: Sendable {
  private let count = Atomic<Int>(0)
  func next() -> Int { count.wrappingAdd(1, ordering: .relaxed).newValue }
}
