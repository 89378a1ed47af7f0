import SluiceCore
import SluiceReport
import Testing

/// The tables of a comparison on the terminal and on the page.
struct ComparisonTablesTests {
  private static let comparison = ReportComparison(
    Sample.report([900, 100, 0, 0, 0, 0], source: "a\u{1b}<b>"),
    Sample.report([700, 300, 0, 0, 0, 0], source: "a\u{1b}<b>"),
    names: ["old", "new"])

  @Test func theTerminalAlignsShiftsAndMarksTheCertainOnes() {
    let text = TerminalComparison(Self.comparison).render()
    #expect(
      text.hasPrefix("before  old  1,000 documents, 100,000 words\nafter   new  1,000 documents, 100,000 words\n"))
    #expect(
      text.contains(
        """
        How unsafe
                      before   after      shift        95 % range
          0 safe      90.0 %  70.0 %  -20.00 pp  -23.38 to -16.58  *
          1 minimal   10.0 %  30.0 %  +20.00 pp  +16.58 to +23.38  *
          2 slight     0.0 %   0.0 %    0.00 pp    -0.38 to +0.38
        """), "\(text)")
    #expect(text.contains("a\\x1B<b>  10.0 %  30.0 %  +20.00 pp"))
  }

  @Test func thePageEscapesNamesAndSortsByTheShift() {
    let page = HTMLComparison(Self.comparison).render()
    #expect(
      page.contains(
        "<tr><td><bdi>0 safe</bdi></td><td>90.0 %</td><td>70.0 %</td><td data-v=\"-0.200000\">"
          + "<strong>-20.00 pp</strong></td><td>-23.38 to -16.58</td><td>*</td></tr>"))
    #expect(page.contains("<bdi>a\\x1B&lt;b&gt;</bdi>") && !page.contains("<b>\\x1B"))
  }

  @Test func sourcesOfOneSideHaveNoRow() {
    let apart = ReportComparison(
      Sample.report([9, 1, 0, 0, 0, 0], source: "old"), Sample.report([9, 1, 0, 0, 0, 0], source: "new"),
      names: ["a", "b"])
    #expect(!TerminalComparison(apart).render().contains("Scores 1 to 5 by source"))
    #expect(!HTMLComparison(apart).render().contains("id=\"sources\""))
  }

  @Test func anEmptySideHasNoShares() {
    let comparison = ReportComparison(
      Sample.report([0, 0, 0, 0, 0, 0]), Sample.report([1, 0, 0, 0, 0, 0]), names: ["a", "b"])
    #expect(TerminalComparison(comparison).render().contains("  0 safe           -  100.0 %      -"))
    #expect(
      HTMLComparison(comparison).render().contains(
        "<td>–</td><td>100.0 %</td><td data-v=\"0.000000\">-</td><td></td><td></td>"))
  }

  @Test func changedDocumentsAreCountedByPairAndListed() {
    var comparison = Self.comparison
    var routes = RouteComparison()
    for number in 0..<120 {
      routes.add(
        RouteComparison.Document(
          key: "a<#\(number)", id: number == 0 ? "first" : nil, source: nil, from: .keep, to: .refusal, scoreFrom: 0,
          scoreTo: 4))
    }
    routes.add(
      RouteComparison.Document(key: "b#1", id: nil, source: nil, from: .drop, to: .drop, scoreFrom: 3, scoreTo: 3))
    comparison.routes = routes
    let text = TerminalComparison(comparison).render()
    #expect(
      text.contains(
        """
          from \\ to        keep  recontextualize  refusal  drop
          keep                0                0      120     0
          recontextualize     0                0        0     0
          refusal             0                0        0     0
          drop                0                0        0     1
          120 of 121 documents in both runs changed their route, 120 their score.
        """), "\(text)")
    #expect(text.contains("  a<#9  keep → refusal  (score 0 → 4)") && !text.contains("a<#10 "))
    let page = HTMLComparison(comparison).render()
    #expect(
      page.contains("<th scope=\"row\">from keep</th>") && page.contains("<td class=\"h5\" data-v=\"120\">120</td>"))
    #expect(page.contains("<td data-v=\"1\">1</td>"), "documents that stayed are not shaded")
    #expect(
      page.contains(
        "<td><bdi class=\"id\">a&lt;#0</bdi></td><td class=\"text\"><bdi class=\"id\">first</bdi></td>"
          + "<td class=\"text\">keep → refusal</td><td>0 → 4</td>"))
    #expect(page.contains("a&lt;#49<") && !page.contains("a&lt;#50<"))
  }
}
