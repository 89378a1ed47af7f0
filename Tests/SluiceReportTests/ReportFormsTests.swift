import SluiceCore
import SluicePipeline
import SluiceReport
import Testing

/// What the terminal and the page show of each table of a small report.
struct ReportFormsTests {
  private static let report = Sample.report([3, 1, 0, 0, 1, 0])

  /// The lines of a section of the terminal, without its heading.
  private func section(_ heading: String, of report: CorpusReport) -> [String] {
    TerminalReport(report).render().components(after: heading + "\n", until: "\n\n").split(separator: "\n").map {
      String($0)
    }
  }

  /// A table of the page.
  private func table(_ id: String, of report: CorpusReport) -> String {
    HTMLReport(report).render().components(after: " id=\"\(id)\">\n", until: "</table>")
  }

  /// What a reader sees of a row: the texts of its cells.
  private func cells(_ row: Int, of table: String) -> [String] {
    let rows = table.split(separator: "<tr").dropFirst()
    guard let row = rows.dropFirst(row).first else { return [] }
    let cells = row[..<(row.firstRange(of: "</tr")?.lowerBound ?? row.endIndex)]
    return cells.split(separator: "</t").dropLast().map { cell in
      var text = ""
      var isTag = true
      for character in cell.drop(while: { $0 != "<" }) {
        if character == "<" { isTag = true }
        if !isTag { text.append(character) }
        if character == ">" { isTag = false }
      }
      return text
    }
  }

  @Test func theTerminalHasABarForEachLevel() {
    #expect(
      section("How unsafe", of: Self.report) == [
        "  score       documents           words           Dolma 3",
        "  0 safe              3  60.00 %    300  60.00 %   77.4 %  " + String(repeating: "█", count: 30),
        "  1 minimal           1  20.00 %    100  20.00 %    9.7 %  " + String(repeating: "█", count: 10),
        "  2 slight            0   0.00 %      0   0.00 %    8.2 %",
        "  3 moderate          0   0.00 %      0   0.00 %    2.7 %",
        "  4 clear             1  20.00 %    100  20.00 %    1.0 %  " + String(repeating: "█", count: 10),
        "  5 high              0   0.00 %      0   0.00 %    1.0 %",
      ])
  }

  @Test func ofASampleThereAreRanges() {
    let sampled = Sample.report([3, 1, 0, 0, 1, 0], sample: 0.5)
    #expect(section("How unsafe", of: sampled)[0].contains("95 % range"))
    #expect(section("How unsafe", of: sampled)[3].hasSuffix("8.2 %"))
    #expect(cells(0, of: table("levels", of: sampled)).contains("95 % range"))
    #expect(!cells(0, of: table("levels", of: Self.report)).contains("95 % range"))
    let row = sampled.table(.levels).csv.split(separator: "\n")[1].split(separator: ",")
    #expect(row[5] < row[4] && row[4] < row[6], "\(row)")
  }

  @Test func thePageHasALevelForEachRow() {
    let levels = table("levels", of: Self.report)
    #expect(cells(0, of: levels) == ["Score", "Share", "Documents", "of all", "Words", "of words", "Dolma 3"])
    #expect(cells(1, of: levels) == ["0 safe", "", "3", "60.0 %", "300", "60.0 %", "77.4 %"])
  }

  @Test func categoriesThatDoNotOccurAreShownInCSVOnly() {
    #expect(
      section("Kinds of harm", of: Self.report) == [
        "  category  score 0  score 1  score 2  score 3  score 4  score 5",
        "  none            3        0        0        0        0        0",
        "  violence        0        1        0        0        1        0",
        "  stance: none 3, topical 2, harmful 0",
      ])
    let page = table("categories", of: Self.report)
    #expect(
      cells(0, of: page) == ["Harm", "0 safe", "1 minimal", "2 slight", "3 moderate", "4 clear", "5 high", "1 to 5"])
    #expect(cells(1, of: page) == ["Violence", "0", "1", "0", "0", "1", "0", "2"], "what harms most comes first")
    #expect(cells(2, of: page) == ["No category", "3", "0", "0", "0", "0", "0", "0"])
    #expect(Self.report.table(.categories).csv.split(separator: "\n").count == 1 + Category.allCases.count)
  }

  @Test func sourcesAreShownIfAnyHasAName() {
    #expect(
      section("By source", of: Self.report)[1]
        == "  web             5    500  60.00 %  20.00 %   0.00 %   0.00 %  20.00 %   0.00 %")
    #expect(cells(1, of: table("sources", of: Self.report)) == ["web", "5", "500", "", "40.0 %", "20.0 %", "20.0 %"])
    let unnamed = Sample.report([3, 0, 0, 0, 0, 0], source: nil)
    #expect(section("By source", of: unnamed).isEmpty && table("sources", of: unnamed).isEmpty)
    #expect(unnamed.table(.sources).csv.hasSuffix("\n,3,300,1800,3,0,0,0,0,0\n"))
  }

  @Test func theLargestSourcesAreShownAndTheOthersCounted() {
    let many = Sample.report([1, 0, 0, 0, 0, 0]) { input in
      for number in 0..<60 {
        input.totals.add(
          Totals.Key(
            source: "s\(number)", score: .safe, route: .keep, category: .none, stance: .none, language: .supported),
          Totals.Count(documents: 2, textBytes: 1, words: 1))
      }
    }
    let shown = section("By source", of: many)
    #expect(shown.count == 1 + 20 + 1 && shown.last == "  and 41 more (--csv sources)")
    #expect(table("sources", of: many).split(separator: "\n").count { $0.hasPrefix("<tr>") } == 50)
    #expect(HTMLReport(many).render().contains("The 50 largest; 11 more are in report.json."))
    #expect(many.table(.sources).csv.split(separator: "\n").count == 1 + 61)
  }

  @Test func termListsWithoutHitsAreOnThePageOnly() {
    #expect(section("Words about harmful topics", of: Self.report).isEmpty)
    #expect(cells(1, of: table("terms", of: Self.report)) == ["Privacy", "", "0.0", "0", "0"])
    var hit = Self.report
    hit.terms[0].hits = 1
    hit.terms[0].documents = 1
    hit.terms[0].hitsPerMillionWords = 2000.04
    #expect(
      section("Words about harmful topics", of: hit) == [
        "  term list  hits  documents  per million words", "  privacy       1          1             2000.0",
      ])
  }

  @Test func thresholdsAreAGridForPeople() {
    let grid = section("What a threshold would catch, by how sure the model must be", of: Self.report)
    #expect(grid[0] == "  documents        all  p >= 0.5  p >= 0.7  p >= 0.9")
    #expect(grid[1] == "  score 1 or more    2         2         2         2")
    #expect(grid[5] == "  score 5 or more    0         0         0         0")
    let page = table("thresholds", of: Self.report)
    #expect(
      cells(0, of: page) == ["Threshold", "No gate", "Probability ≥ 0.5", "Probability ≥ 0.7", "Probability ≥ 0.9"])
    #expect(cells(1, of: page)[1] == "240.00 % · 200 words")
    #expect(table("thresholds", of: Sample.report([0, 0, 0, 0, 0, 0])).isEmpty)
  }

  @Test func thePolicysOwnRowIsMarkedAndItsLanesAreThoseInUse() {
    let routes = section("Where documents would go", of: Self.report)
    #expect(routes[0] == "                               keep  recontextualize        refusal  drop  to synthesis")
    #expect(routes[1] == "  as the policy says  3 (300 words)    1 (100 words)  1 (100 words)     0    267 tokens")
    let page = table("routes", of: Self.report)
    #expect(page.contains("<tr class=\"own\">"))
    #expect(
      cells(0, of: page) == [
        "Policy", "Keep", "Recontextualize", "Refusal", "Drop", "Tokens read+ written", "Cost",
      ], "a price was given, but no speed")
    #expect(cells(1, of: page)[5...] == ["267+ 2.6k", "0.01"])
    let undecided = Sample.report([3, 0, 0, 0, 0, 0]) {
      $0.quarantinedByPolicy = CorpusReport.PartialAmount(documents: 1)
    }
    #expect(section("Where documents would go", of: undecided)[0].contains("quarantine"))
  }

  @Test func quarantinedLinesAreExplained() {
    let report = Sample.report([1, 0, 0, 0, 0, 0]) { input in
      input.quarantined = [.notJSON: 1200]
      input.quarantineExamples = (1...5).map { (DocumentKey(shard: "a", line: $0), .notJSON) }
    }
    #expect(
      section("Quarantined", of: report) == [
        "  1,200 not_json: the line is not valid JSON", "    such as a#1, a#2, a#3",
      ])
    #expect(
      cells(1, of: table("quarantine", of: report)) == [
        "not_json", "1,200", "the line is not valid JSON", "a#1, a#2, a#3",
      ])
  }

  @Test func lengthsAndStancesAreOnThePage() {
    #expect(cells(1, of: table("lengths", of: Self.report))[1...] == ["5", "", "40.0 %", "20.0 %"])
    let stances = table("stances", of: Self.report)
    #expect(cells(1, of: stances) == ["Neither", "3", "", "0"])
    #expect(cells(2, of: stances) == ["Topical: discusses harm", "2", "", "1"])
  }

  @Test func onePieceIsSaidInTheSingular() {
    let text = TerminalReport(
      Sample.report([1, 0, 0, 0, 0, 0]) { input in
        input.quarantined = [.notJSON: 1]
        input.blankLines = 1
        input.unsupported = 1
      }
    ).render()
    #expect(
      text.hasPrefix("1 document, 100 words, 600 B of text in 1 shard\n1 line quarantined, 1 blank line, 1 document in")
    )
    let none = TerminalReport(Sample.report([0, 0, 0, 0, 0, 0])).render()
    #expect(none.hasPrefix("0 documents, 0 words, 0 B of text in 1 shard\n! No document was scored"))
  }
}

extension String {
  /// The text between the first `start` and the next `end`; empty without `start`.
  fileprivate func components(after start: String, until end: String) -> String {
    guard let first = firstRange(of: start) else { return "" }
    let rest = self[first.upperBound...]
    return String(rest.firstRange(of: end).map { rest[..<$0.lowerBound] } ?? rest)
  }
}
