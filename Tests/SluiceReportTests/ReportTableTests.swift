import SluiceCore
import SluicePipeline
import SluiceReport
import Testing

/// Promise: a column is one line, and the forms that have a title for it show it; the names and numbers of CSV
/// are those that docs/report.md promises to programs.
struct ReportTableTests {
  private static let report = Sample.report([3, 1, 0, 0, 1, 0], source: "web") { input in
    input.observations?.keep(Sample.example("x"), slot: 3)
    input.quarantined = [.notJSON: 1, .missingText: 2]
    input.quarantineExamples = [
      (DocumentKey(shard: "a", line: 2), .notJSON), (DocumentKey(shard: "a", line: 4), .notJSON),
    ]
    input.shards = [
      ShardSummary(
        shard: "a,b", lines: 8, quarantined: 3, sum: Totals.Count(documents: 5, textBytes: 3000, words: 500),
        levels: [3, 1, 0, 0, 1, 0])
    ]
  }

  private struct Row {
    var name: String
    var count: Int
  }

  @Test func oneColumnIsInEveryForm() {
    let table = ReportTable(columns: [
      Column<Row>("name", .rowName) { .text($0.name) }, Column("text_bytes") { .count($0.count) },
    ]) { _ in [Row(name: "a", count: 1), Row(name: "b", count: 12_345)] }
    #expect(table.csv == "name,text_bytes\na,1\nb,12345\n")
    #expect(TerminalTable(table).render() == "  name  text bytes\n  a              1\n  b         12,345")
    #expect(
      HTMLTable(table, id: "t").markup.html == """
        <div class="scroll"><table id="t">
        <thead><tr><th>Name</th><th>Text bytes</th></tr></thead>
        <tbody>
        <tr><th scope="row">a</th><td data-v="1">1</td></tr>
        <tr><th scope="row">b</th><td data-v="12345">12,345</td></tr>
        </tbody></table></div>
        """)
  }

  @Test func aColumnWithoutATitleIsLeftOutOfThatForm() {
    let table = ReportTable(columns: [
      Column<Row>(csv: "name", page: "Name") { .text($0.name) }, Column(terminal: "count") { .count($0.count) },
      Column(page: "Tokens\n<read>", wide: "now", .wideOnly) { .count($0.count) },
    ]) { _ in [Row(name: "a", count: 7)] }
    #expect(table.csv == "name\na\n")
    #expect(TerminalTable(table).render() == "  count\n  7")
    let page = HTMLTable(table, id: "t", classes: "wide", ownsFirstRow: true).markup.html
    #expect(page.contains(#"<table class="wide" id="t">"#))
    #expect(
      page.contains(#"<th>Name</th><th class="hide">Tokens<br>&lt;read&gt;<span class="hide"> now</span></th>"#))
    #expect(page.contains(#"<tr class="own"><td>a</td><td class="hide">7</td></tr>"#))
  }

  @Test func aFormShowsItsRowsUpToItsLimit() {
    let table = ReportTable(limits: [.terminal: 1], columns: [Column<Int>("n") { .count($0) }]) { form in
      form == .page ? [9] : [1, 2, 3]
    }
    #expect(table.csv == "n\n1\n2\n3\n")
    #expect(TerminalTable(table).render() == "  n\n  1")
    #expect(HTMLTable(table, id: "t").markup.html.contains("<td data-v=\"9\">9</td></tr>\n</tbody>"))
  }

  @Test func aTableWithoutRowsIsEmpty() {
    let table = ReportTable(columns: [Column<Int>("n") { .count($0) }]) { _ in [] }
    #expect(TerminalTable(table).isEmpty && table.csv == "n\n")
  }

  @Test(arguments: [
    (
      ReportTable.Name.levels,
      """
      score,documents,words,text_bytes,share,share_low,share_high,word_share,word_share_low,word_share_high,dolma3_share
      0,3,300,1800,0.600000,0.600000,0.600000,0.600000,0.600000,0.600000,0.774000
      """
    ),
    (.categories, "category,score_0,score_1,score_2,score_3,score_4,score_5\nnone,3,0,0,0,0,0\n"),
    (
      .sources,
      "source,documents,words,text_bytes,score_0,score_1,score_2,score_3,score_4,score_5\nweb,5,500,3000,3,1,0,0,1,0\n"
    ),
    (.stances, "stance,score_0,score_1,score_2,score_3,score_4,score_5\nnone,3,0,0,0,0,0\n"),
    (.lengths, "from_bytes,to_bytes,score_0,score_1,score_2,score_3,score_4,score_5\n0,"),
    (.confidence, "score,from_probability,documents\n0,0.00,0\n0,0.05,0\n"),
    (.thresholds, "from_score,gate,documents,words,text_bytes\n1,0.0,2,200,1200\n"),
    (
      .routes,
      """
      policy,keep_documents,keep_words,recontextualize_documents,recontextualize_words,refusal_documents,\
      refusal_words,drop_documents,drop_words,quarantine_documents,quarantine_words,tokens_read,tokens_written,cost,\
      seconds
      as the policy says,3,300,1,100,1,100,0,0,0,0,267,2633,0.01,

      """
    ),
    (.terms, "category,hits,documents,hits_per_million_words\nprivacy,0,0,0.000\n"),
    (.quarantine, "reason,lines,examples\nmissing_text,2,\nnot_json,1,a#2 a#4\n"),
    (
      .shards,
      """
      shard,lines,quarantined,documents,words,text_bytes,score_0,score_1,score_2,score_3,score_4,score_5,remarks
      "a,b",8,3,5,500,3000,3,1,0,0,1,0,

      """
    ),
    (
      .examples,
      """
      group,level,key,id,source,score,category,stance,route,span_start,span_end
      level,3,x#1,x,x,3,violence,harmful,recontextualize,0,3

      """
    ),
  ])
  func everyTableHasItsColumnsInCSV(_ name: ReportTable.Name, _ beginning: String) {
    let csv = Self.report.table(name).csv
    #expect(csv.hasPrefix(beginning), "\(csv)")
    let widths = Set(csv.replacing("\"a,b\"", with: "a").split(separator: "\n").map { $0.count { $0 == "," } })
    #expect(widths.count == 1, "every row is as wide as the head")
  }

  @Test(arguments: [
    ("=1+1", "'=1+1"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\r\nb", "\"a\r\nb\""), ("-5", "-5"),
    ("@x", "'@x"), ("+a,b", "\"'+a,b\""), ("\ta", "'\ta"), ("", ""), ("1e5", "1e5"),
  ])
  func cellsOfCSVAreQuotedAndHarmless(_ source: String, _ cell: String) {
    let csv = Sample.report([1, 0, 0, 0, 0, 0], source: source).table(.sources).csv
    #expect(csv.hasSuffix("\n\(cell),1,100,600,1,0,0,0,0,0\n"), "\(csv)")
  }
}
