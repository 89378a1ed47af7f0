import SluiceCore
import SluiceReport
import Testing

struct TerminalReportTests {
  @Test func withoutColourThereAreNoCodes() {
    #expect(!TerminalReport(Sample.report([9, 1, 1, 1, 1, 1])).render().contains("\u{1b}"))
  }

  @Test func coloursDoNotShiftColumns() {
    let report = Sample.report([900, 10, 10, 10, 10, 10])
    var plain = ""
    var inCode = false
    for character in TerminalReport(report, paint: Paint(true)).render() {
      if character == "\u{1b}" { inCode = true }
      if !inCode { plain.append(character) }
      if character == "m" { inCode = false }
    }
    #expect(plain == TerminalReport(report).render())
  }

  @Test func variantsThatChangeNothingAreLeftOut() {
    let same = [3, 0, 0, 0, 0].map { CorpusReport.PartialAmount(documents: $0, words: 100 * $0, bytes: 600 * $0) }
    let other = [2, 1, 0, 0, 0].map { CorpusReport.PartialAmount(documents: $0, words: 100 * $0, bytes: 600 * $0) }
    let text = TerminalReport(
      Sample.report([3, 0, 0, 0, 0, 0]) { $0.variants = [("same", same), ("other", other), ("alike", same)] }
    ).render()
    #expect(text.contains("other               2 (200 words)"))
    #expect(!text.contains("same") && text.contains("2 other changes move no document"))
  }

  @Test func namesCannotSteerTheTerminal() {
    let text = TerminalReport(Sample.report([9, 1, 0, 0, 0, 0], source: "a\u{1b}[31mb\u{202e}")).render()
    #expect(!text.contains("\u{1b}") && !text.contains("\u{202e}"))
  }
}
