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
}
