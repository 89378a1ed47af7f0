import Foundation
import SluiceCommands
import SluiceCore
import SluicePipeline
import SluiceRun
import Testing

/// Promise: what people read is decided by values alone.
struct RenderingTests {
  /// As `run --json` prints it.
  private func summary(_ task: String? = nil) throws -> RunSummary {
    let json = """
      {"folder":"safe","complete":true,"shards":{"done":2},"inputBytes":10,"inputBytesDone":10,"lines":1235,
       "blankLines":1,"routes":{"keep":{"documents":1233,"words":9000,"textBytes":40000},
       "recontextualize":{"documents":0,"words":0,"textBytes":0},"refusal":{"documents":0,"words":0,"textBytes":0},
       "drop":{"documents":0,"words":0,"textBytes":0}},"levels":[1233,0,0,0,0,0],"quarantine":{"not_json":1},
       "failedShards":[],"salvagedShards":[],"otherFiles":[],"otherFiles":[],"model":"ab","policy":"cd","startedAt":"2026-01-01T00:00:00Z",
       "synthesis":[{"stage":"refusals","requested":3,"accepted":1,"rejected":{"too_short":1},"pending":1,
       "tokensIn":5,"tokensOut":6}]}
      """
    var summary = try JSONDecoder().decode(RunSummary.self, from: Data(json.utf8))
    summary.task = task
    return summary
  }

  @Test func aSummaryShowsEveryLane() throws {
    #expect(
      try summary().render() == """
        safe: 2 of 2 shards done
          keep             1,233 documents, 9,000 words
          recontextualize  0 documents, 0 words
          refusal          0 documents, 0 words
          drop             0 documents, 0 words
          quarantine       1 line (not_json 1)
          lines in         1,235, of them 1 blank
          scores 0-5  1,233  0  0  0  0  0
          refusals: 3 requested = 1 accepted + 1 rejected + 1 pending
            rejected: too_short 1
            tokens: 5 in, 6 out

        """)
  }

  @Test func aTaskIsToldWhatComesNext() throws {
    #expect(
      try summary().nextSteps()
        == "To see why a document was routed as it was: sluice explain safe <id or shard#line>\n")
    let task = try summary("task 1 of 4")
    #expect(task.nextSteps().hasSuffix("When all tasks are done: sluice ledger merge safe\n"))
    #expect(task.renderFinished().hasPrefix("Nothing to do: this task's part of the run is finished.\nsafe: task 1"))
  }

  @Test func findingsNameWhatWasCheckedAndWhatDiffers() {
    var findings = VerifyFindings(folder: "safe")
    findings.shards = 2
    findings.files = 1
    findings.decisions = 1234
    findings.heads = ["ab"]
    #expect(
      findings.render()
        == "safe: as it was committed; 2 shards, 1 file, 1,234 decisions checked\nchain head ab\n")
    findings.inputLines = 7
    findings.notes = ["a mix is gone"]
    findings.differences = ["keep/x: the file was changed"]
    #expect(
      findings.render() == """
          keep/x: the file was changed
        safe: 1 difference; 2 shards, 1 file, 1,234 decisions, 7 input lines checked
        note: a mix is gone

        """)
    var mix = VerifyFindings(folder: "mix")
    mix.files = 3
    mix.mixes = 1
    mix.mixedDocuments = 5
    #expect(mix.render() == "mix: as it was committed; 3 files, 1 mix with 5 documents checked\n")
  }

  @Test func anExplanationKeepsControlCharactersOffTheTerminal() {
    var explanation = Explanation(key: "x.jsonl#1", note: "the run is not there any more")
    explanation.id = "a\u{1b}[2J"
    let text = explanation.render()
    #expect(text.hasPrefix("x.jsonl#1  →  no row in the ledger  (rule -)\n"))
    #expect(!text.contains("\u{1b}") && text.hasSuffix("  ---\n  the run is not there any more\n"))
  }

  @Test func theBarFillsAndEstimates() {
    #expect(ProgressBar.bar(0, of: 0, seconds: 9) == "")
    #expect(ProgressBar.bar(50, of: 100, seconds: 10).hasPrefix("[██████████··········] 50.0 %  ETA 10"))
    #expect(ProgressBar.bar(200, of: 100, seconds: 0) == "[████████████████████] 100.0 %  ")
  }

  @Test func metricsHaveOneHelpAndTypePerName() {
    let counters = ProgressCounters(
      Progress().snapshot, totalBytes: 100, shards: 3, seconds: 2, finished: false)
    let lines = counters.prometheus.split(separator: "\n")
    let names = lines.filter { $0.hasPrefix("# TYPE ") }.map { $0.split(separator: " ")[2] }
    #expect(Set(names).count == names.count && names.contains("sluice_documents_total"))
    #expect(lines.contains("sluice_shards{state=\"left\"} 3") && lines.contains("sluice_finished 0"))
    for lane in Lane.partition { #expect(lines.contains("sluice_documents_total{lane=\"\(lane.rawValue)\"} 0")) }
  }
}
