import SluiceCore
import SluicePipeline
import SluiceReport
import Testing

/// Scripts/test-report loads pages in a browser; here is what needs none.
struct HTMLReportTests {
  static let attacks = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'><svg onload=alert(1)>", "</style><b>", "a&lt;b",
  ]

  /// A report that says an attack wherever a corpus can put a word.
  private static func page(_ word: String) -> String {
    let report = Sample.report([9, 1, 1, 1, 1, 1], source: word) { input in
      input.observations?.keep(Sample.example(word, text: word), slot: 3)
      input.quarantined = [.notJSON: 1]
      input.quarantineExamples = [(DocumentKey(shard: Name(word), line: 1), .notJSON)]
      input.failures = [CorpusReport.FailedShard(shard: word, error: word)]
      input.shards = (0..<2).map { _ in
        ShardSummary(
          shard: Name(word), lines: 1, quarantined: 0, sum: Totals.Count(documents: 1), levels: [1, 0, 0, 0, 0, 0],
          salvaged: word)
      }
      input.variants = [(word, Lane.partition.map { _ in CorpusReport.PartialAmount(documents: 1) })]
      input.termCategories = [word]
      input.notes = [word]
    }
    return HTMLReport(report).render()
  }

  @Test(arguments: attacks) func wordsOfACorpusNeverBecomeMarkup(_ attack: String) {
    let plain = Self.page("plain")
    let page = Self.page(attack)
    #expect(!page.contains(attack))
    func tags(_ page: String) -> Int { page.utf8.reduce(0) { $0 + ($1 == UInt8(ascii: "<") ? 1 : 0) } }
    #expect(tags(page) == tags(plain))
    #expect(page.utf8.filter { $0 == UInt8(ascii: "\"") }.count == plain.utf8.filter { $0 == UInt8(ascii: "\"") }.count)
  }

  @Test(arguments: ["\u{0}", "\u{7}", "\u{1b}", "\u{9b}", "\u{202e}", "\u{2066}", "\u{200b}", "\u{2028}", "\u{feff}"])
  func charactersThatSteerAreShownAsReplaced(_ character: String) {
    let page = Self.page("a\(character)b")
    #expect(!page.contains(character))
    #expect(page.contains("a\u{fffd}b"))
  }

  @Test func thePolicyNamesTheVeryScriptAndStyleOfThePage() throws {
    let page = Self.page("plain")
    #expect(page.contains("default-src &#39;none&#39;"))
    #expect(page.contains("script-src &#39;sha256-") && page.contains("style-src &#39;sha256-"))
    for forbidden in ["unsafe-inline", "unsafe-eval", "http:", "https:", " style=", " onclick", "<img", "<a "] {
      #expect(!page.contains(forbidden), "\(forbidden)")
    }
  }

  @Test func textsAreMaskedUnlessAskedFor() {
    let report = Sample.report([9, 1, 1, 1, 1, 1]) { input in
      input.observations?.keep(Sample.example("x", text: "spoken"), slot: 3)
    }
    #expect(HTMLReport(report).render().contains("<span class=\"mask\" tabindex=\"0\">spoken</span>"))
    #expect(HTMLReport(report, masksText: false).render().contains("<span class=\"shown\">spoken</span>"))
  }

  @Test func drivingWordsAreCoveredWithTheTextTheyComeFrom() {
    let feature = DrivingFeature(text: "spoken <b>", count: 2, contribution: 0.81)
    let report = Sample.report([9, 1, 1, 1, 1, 1]) { input in
      var example = Sample.example("x", text: "text")
      example.excerpt?.features = [feature]
      input.observations?.keep(example, slot: 3)
    }
    let word = "spoken &lt;b&gt;</bdi> +0.8</span>"
    let covered = HTMLReport(report).render()
    #expect(covered.contains("driven by</span><span class=\"mask\" tabindex=\"0\"><span>") && covered.contains(word))
    let shown = HTMLReport(report, masksText: false).render()
    #expect(shown.contains("driven by</span><span>") && shown.contains(word))
    #expect(!HTMLReport(Sample.report([9, 1, 1, 1, 1, 1]) { _ in }).render().contains("driven by"))
  }

  @Test func anEmptyCorpusMakesAPageThatSaysSo() {
    #expect(HTMLReport(Sample.report([0, 0, 0, 0, 0, 0])).render().contains("No document was scored"))
  }
}
