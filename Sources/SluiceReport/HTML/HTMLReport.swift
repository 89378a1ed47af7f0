/// The report as one self-contained web page.
package struct HTMLReport {
  let report: CorpusReport
  let masksText: Bool

  /// - Parameter masksText: whether the spans of shown texts are covered until pointed at.
  package init(_ report: CorpusReport, masksText: Bool = true) {
    self.report = report
    self.masksText = masksText
  }

  package func render() -> String {
    let sections = [
      headline, levels, categories, whatIf, sources, stanceAndTerms, lengths, confidence, quarantine, shards, examples,
      facts,
    ]
    return Page.render(title: "Data safety report card", body: sections.joined())
  }

  static func section(_ title: String, _ note: Markup, _ body: Markup) -> Markup {
    "<section>\n<h2>\(title)</h2>\n<p class=\"note\">\(note)</p>\n\(body)\n</section>\n"
  }

  /// A heading that names levels 0 to 5.
  static let levelHeads: Markup = (0...5).map {
    "<th>\($0)<span class=\"hide\"> \(LevelName.of($0))</span></th>" as Markup
  }
  .joined()

  static func count(_ value: Int) -> Markup {
    value == 0 ? "<td class=\"zero\" data-v=\"0\">0</td>" : "<td data-v=\"\(value)\">\(Numbers.count(value))</td>"
  }

  static func share(_ part: Int, of whole: Int) -> Markup {
    let value = whole > 0 ? Double(part) / Double(whole) : 0
    let name: Markup = part == 0 ? "zero" : ""
    return
      "<td class=\"\(name)\" data-v=\"\(Numbers.decimal(value, 6))\">\(whole > 0 ? Numbers.share(value) : "–")</td>"
  }
}
