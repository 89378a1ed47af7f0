import Foundation
import SluiceCore
import SluicePipeline
import SluiceReport
import Testing

struct CorpusReportTests {
  @Test func aFullScanHasNoRanges() {
    #expect(Sample.report([90, 5, 3, 1, 1, 0]).intervals == nil)
  }

  /// Wilson's interval for 10 of 100 is 5.52 to 17.44 %; a sample of next to nothing corrects nothing.
  @Test func rangesOfASampleAreWilsons() throws {
    let intervals = try #require(Sample.report([90, 10, 0, 0, 0, 0], sample: 1e-9).intervals)
    #expect(abs(intervals[1].documents.low - 0.0552) < 0.0001)
    #expect(abs(intervals[1].documents.high - 0.1744) < 0.0001)
    #expect(intervals[5].documents.low == 0)
    #expect(abs(intervals[5].documents.high - 0.0370) < 0.0001)
    let words = try #require(intervals[1].words)
    // All documents are equally long, so the range of words is that of a share: 0.1 ± 1.96 · 0.03.
    #expect(abs(words.low - 0.0412) < 0.001 && abs(words.high - 0.1588) < 0.001)
  }

  @Test func aLargeShareOfTheWholeNarrowsTheRange() throws {
    func width(_ sample: Double) throws -> Double {
      let range = try #require(Sample.report([90, 10, 0, 0, 0, 0], sample: sample).intervals)[1].documents
      return range.high - range.low
    }
    #expect(try width(0.99) < width(0.5))
    #expect(try width(0.5) < width(0.01))
  }

  @Test func onlyACorpusFarFromTheReferenceIsWarnedAbout() {
    #expect(Sample.report([774, 97, 82, 27, 10, 10]).reference.warning == nil)
    #expect(Sample.report([300, 300, 200, 100, 50, 50]).reference.warning?.contains("fewer safe") == true)
    #expect(Sample.report([1000, 0, 0, 0, 0, 0]).reference.warning?.contains("more safe") == true)
    #expect(Sample.report([0, 0, 0, 0, 0, 3]).reference.warning == nil)
  }

  @Test func gatesCountWhatTheyLetPass() {
    let rows = Sample.report([10, 0, 0, 4, 2, 0]).thresholds
    func documents(_ score: Int, _ gate: Double) -> Int? {
      rows.first { $0.fromScore == score && $0.gate == gate }!.amount.documents
    }
    #expect(documents(3, 0) == 6)
    #expect(documents(4, 0.9) == 2)
    #expect(documents(5, 0) == 0)
  }

  @Test func aShardUnlikeTheOthersIsMarked() {
    let report = Sample.report([900, 60, 20, 10, 10, 0]) { input in
      input.shards = [
        ShardSummary(
          shard: "a", lines: 500, quarantined: 0, sum: Totals.Count(documents: 500), levels: [450, 40, 5, 3, 2, 0]),
        ShardSummary(
          shard: "b", lines: 100, quarantined: 0, sum: Totals.Count(documents: 100), levels: [60, 10, 10, 10, 10, 0]),
        ShardSummary(
          shard: "d", lines: 500, quarantined: 0, sum: Totals.Count(documents: 500), levels: [450, 40, 5, 3, 2, 0]),
        ShardSummary(shard: "c", lines: 0, quarantined: 0, sum: Totals.Count(), levels: [0, 0, 0, 0, 0, 0]),
      ]
    }
    #expect(report.shards[0].remarks.isEmpty)
    #expect(report.shards[1].remarks == ["20.0 times the usual share of scores 3 to 5"])
    #expect(report.shards[2].remarks.isEmpty)
    #expect(report.shards[3].remarks == ["empty"])
  }

  @Test func synthesisIsReckonedFromWordsAndScaledFromASample() {
    let whole = Sample.report([0, 30, 0, 0, 10, 0]).routings[0].synthesis
    #expect(whole.tokensRead == 5333)
    #expect(whole.tokensWritten == 4000 + 25_000)
    #expect(abs(whole.cost! - 0.068666) < 0.0001)
    #expect(Sample.report([0, 30, 0, 0, 10, 0], sample: 0.1).routings[0].synthesis.tokensRead == 53_333)
  }

  @Test func theJSONFormReadsBack() throws {
    let report = Sample.report([9, 1, 1, 1, 1, 1]) { $0.observations?.keep(Sample.example("x"), slot: 3) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let data = try encoder.encode(report)
    let again = try JSONDecoder().decode(CorpusReport.self, from: data)
    #expect(try encoder.encode(again) == data)
    #expect(again.format == CorpusReport.currentFormat)
  }
}
