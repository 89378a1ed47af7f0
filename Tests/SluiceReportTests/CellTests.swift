import SluiceCore
import SluiceReport
import Testing

/// What each form writes of each kind of cell.
struct CellTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var cell: @Sendable () -> Cell
    var csv: String
    var terminal: String
    var page: String

    var testDescription: String { name }

    init(
      _ name: String, _ cell: @autoclosure @escaping @Sendable () -> Cell, csv: String, terminal: String, page: String
    ) {
      self.name = name
      self.cell = cell
      self.csv = csv
      self.terminal = terminal
      self.page = page
    }
  }

  private static let amount = CorpusReport.PartialAmount(documents: 1, words: 100, bytes: 600)
  private static let nothing = CorpusReport.PartialAmount(documents: 0, words: 0, bytes: 0)
  private static let hostile = "<b>\u{1b}&"

  static let cases = [
    Case("text", .text(hostile), csv: hostile, terminal: "<b>\\x1B&", page: "<td>&lt;b&gt;\\x1B&amp;</td>"),
    Case(
      "name", .name("abc", limit: 2), csv: "abc", terminal: "ab…", page: "<td><bdi class=\"id\">ab…</bdi></td>"),
    Case("no name", .name(nil, limit: 2), csv: "", terminal: "-", page: "<td>–</td>"),
    Case("source", .source("s"), csv: "s", terminal: "s", page: "<td><bdi class=\"id\">s</bdi></td>"),
    Case("no source", .source(nil), csv: "", terminal: "(none)", page: "<td><em>no source</em></td>"),
    Case("label", .label("<"), csv: "<", terminal: "<", page: "<td><bdi>&lt;</bdi></td>"),
    Case(
      "term", .term("self_harm", called: "Self-harm"), csv: "self_harm", terminal: "self_harm",
      page: "<td>Self-harm</td>"),
    Case("code", .code("x_y"), csv: "x_y", terminal: "x_y", page: "<td><span class=\"id\">x_y</span></td>"),
    Case(
      "places", .places(["a#1", "b#2", "c#3", "d#4"]), csv: "a#1 b#2 c#3 d#4", terminal: "a#1, b#2, c#3",
      page:
        "<td><bdi class=\"id\">a#1</bdi>, <bdi class=\"id\">b#2</bdi>, <bdi class=\"id\">c#3</bdi></td>"),
    Case("level", .level(5), csv: "5", terminal: "5 high", page: "<td>5 high</td>"),
    Case("none", .count(0), csv: "0", terminal: "0", page: "<td class=\"zero\" data-v=\"0\">0</td>"),
    Case("one", .count(1), csv: "1", terminal: "1", page: "<td data-v=\"1\">1</td>"),
    Case("many", .count(1234), csv: "1234", terminal: "1,234", page: "<td data-v=\"1234\">1,234</td>"),
    Case("cold", .heat(0, most: 9), csv: "0", terminal: "0", page: "<td class=\"zero\" data-v=\"0\">0</td>"),
    Case("warm", .heat(1, most: 10_000), csv: "1", terminal: "1", page: "<td class=\"h1\" data-v=\"1\">1</td>"),
    Case("hot", .heat(9, most: 9), csv: "9", terminal: "9", page: "<td class=\"h5\" data-v=\"9\">9</td>"),
    Case(
      "share", .share(1, of: 8), csv: "0.125000", terminal: "12.50 %",
      page: "<td class=\"\" data-v=\"0.125000\">12.5 %</td>"),
    Case(
      "no share", .share(0, of: 8), csv: "0.000000", terminal: "0.00 %",
      page: "<td class=\"zero\" data-v=\"0.000000\">0.0 %</td>"),
    Case(
      "share of nothing", .share(0, of: 0), csv: "", terminal: "-",
      page: "<td class=\"zero\" data-v=\"0.000000\">–</td>"),
    Case("fraction", .fraction(0.001), csv: "0.001000", terminal: "0.10 %", page: "<td>0.10 %</td>"),
    Case("no fraction", .fraction(nil), csv: "", terminal: "-", page: "<td>–</td>"),
    Case(
      "range", .range(Interval(low: 0.1, high: 0.2)), csv: "", terminal: "10.00–20.00 %", page: "<td>10.0–20.0 %</td>"),
    Case(
      "small range", .range(Interval(low: 0, high: 0.01)), csv: "", terminal: "0.00–1.00 %",
      page: "<td>0.00–1.00 %</td>"),
    Case("no range", .range(nil), csv: "", terminal: "-", page: "<td>–</td>"),
    Case(
      "rate", .perMillion(1.25), csv: "1.250", terminal: "1.3", page: "<td data-v=\"1.2500\">1.3</td>"),
    Case("money", .money(1234.5), csv: "1234.50", terminal: "1,235", page: "<td>1,235</td>"),
    Case("no price", .money(nil), csv: "", terminal: "-", page: "<td>–</td>"),
    Case("time", .seconds(130), csv: "130", terminal: "2 min 10 s", page: "<td>2 min 10 s</td>"),
    Case("no speed", .seconds(nil), csv: "", terminal: "-", page: "<td>–</td>"),
    Case(
      "amount", .amount(amount), csv: "1", terminal: "1 (100 words)",
      page: "<td>1<br><span class=\"note\">100</span></td>"),
    Case("no amount", .amount(nothing), csv: "0", terminal: "0", page: "<td class=\"zero\">0</td>"),
    Case(
      "part", .part(amount, of: 4), csv: "1", terminal: "1",
      page: "<td>1<br><span class=\"note\">25.00 % · 100 words</span></td>"),
    Case("no part", .part(nothing, of: 4), csv: "0", terminal: "0", page: "<td class=\"zero\">0</td>"),
    Case(
      "tokens", .tokens(read: 1500, written: 2), csv: "1502", terminal: "1.5k tokens",
      page: "<td>1.5k<br><span class=\"note\">+ 2</span></td>"),
    Case("unknown count", .count(nil), csv: "", terminal: "–", page: "<td>–</td>"),
    Case("unknown heat", .heat(nil, most: 9), csv: "", terminal: "–", page: "<td>–</td>"),
    Case("unknown share", .share(nil, of: 8), csv: "", terminal: "–", page: "<td>–</td>"),
    Case("share of unknown", .share(1, of: nil), csv: "", terminal: "–", page: "<td>–</td>"),
    Case("unknown amount", .amount(CorpusReport.PartialAmount()), csv: "", terminal: "–", page: "<td>–</td>"),
    Case(
      "amount of unknown words", .amount(CorpusReport.PartialAmount(documents: 6)), csv: "6",
      terminal: "6 (– words)", page: "<td>6<br><span class=\"note\">–</span></td>"),
    Case("unknown part", .part(CorpusReport.PartialAmount(), of: 4), csv: "", terminal: "–", page: "<td>–</td>"),
    Case(
      "part of unknown words", .part(CorpusReport.PartialAmount(documents: 1), of: 4), csv: "1", terminal: "1",
      page: "<td>1<br><span class=\"note\">25.00 % · – words</span></td>"),
    Case(
      "unknown tokens", .tokens(read: nil, written: nil), csv: "", terminal: "– tokens",
      page: "<td>–<br><span class=\"note\">+ –</span></td>"),
    Case("unknown stack", .stack(nil), csv: "", terminal: "", page: "<td>–</td>"),
    Case(
      "no bar", .bar(0, of: 0, level: 0), csv: "", terminal: "",
      page:
        "<td><svg class=\"bar\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
        + "<rect class=\"base\" width=\"100\" height=\"10\" opacity=\".35\"/>"
        + "<rect class=\"l0\" width=\"0.00\" height=\"10\"/></svg></td>"),
    Case("empty stack", .stack([0, 0, 0, 0, 0, 0]), csv: "", terminal: "", page: "<td></td>"),
  ]

  @Test(arguments: cases) func everyFormWritesIt(_ expected: Case) {
    let table = ReportTable(columns: [Column<Int>("x") { _ in expected.cell() }]) { _ in [0] }
    #expect(table.csv == "x\n\(expected.csv)\n")
    let line = TerminalTable(table).render().split(separator: "\n", omittingEmptySubsequences: false)[1]
    #expect(line == (expected.terminal.isEmpty ? "" : "  \(expected.terminal)"))
    let page = HTMLTable(table, id: "t").markup.html
    #expect(page.contains("<tr>\(expected.page)</tr>"), "\(page)")
  }

  @Test(arguments: [(0.0, 0), (1, 1), (500, 15), (501, 16), (999, 30), (1000, 30)])
  func aBarIsAtLeastOneBlockAndAtMostThirty(_ part: Double, _ blocks: Int) {
    let table = ReportTable(columns: [Column<Int>(terminal: "x", .chart) { _ in .bar(part, of: 1000, level: 2) }]) {
      _ in [0]
    }
    #expect(TerminalTable(table).render().count { $0 == "█" } == blocks)
  }

  @Test(arguments: [
    (ColumnLook.rowName, "<th scope=\"row\">1</th>"), (.text, "<td class=\"text\">1</td>"),
    (.sentence, "<td class=\"text wrap\">1</td>"), (.chart, "<td class=\"grow\">1</td>"),
    (.strong, "<td><strong>1</strong></td>"), (.faint, "<td class=\"zero\">1</td>"),
    (.wideOnly, "<td class=\"hide\">1</td>"),
  ])
  func aColumnsLookIsItsElement(_ look: ColumnLook, _ element: String) {
    let table = ReportTable(columns: [Column<Int>("x", look) { .count($0) }]) { _ in [1] }
    #expect(HTMLTable(table, id: "t").markup.html.contains("<tr>\(element)</tr>"))
  }
}
