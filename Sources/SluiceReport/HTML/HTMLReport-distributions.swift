extension HTMLReport {
  /// Scores by length of the text.
  var lengths: Markup {
    let table = HTMLTable(report.lengthTable, id: "lengths")
    guard !table.isEmpty else { return .empty }
    return Self.section(
      "By length", "Length of the text in bytes of UTF-8. If scores rise with length alone, look closer.",
      "\(Charts.key)\n\(table.markup)")
  }

  /// How sure the model is of the scores it gives.
  var confidence: Markup {
    guard report.confidence.contains(where: { $0?.contains { $0 > 0 } ?? false }) else { return .empty }
    let figures = report.confidence.enumerated().map { score, bins in
      guard let bins else {
        return
          "<figure><figcaption><strong>\(score) \(LevelName.of(score))</strong><br>not recorded</figcaption></figure>\n"
          as Markup
      }
      let all = bins.reduce(0, +)
      let sure = bins[(bins.count * 9 / 10)...].reduce(0, +)
      let label = all == 0 ? "no documents" : "\(Numbers.percentWhole(sure, of: all)) above 0.9"
      return """
        <figure><figcaption><strong>\(score) \(LevelName.of(score))</strong><br>\(label)</figcaption>
        \(Charts.histogram(bins, level: score))<div class="axis"><span>0</span><span>0.5</span><span>1</span></div></figure>

        """ as Markup
    }
    let expected = report.expectedShares.map { shares in
      "Counted by probability instead of by score, the shares would be "
        + shares.map(Numbers.share).joined(separator: ", ") + " for 0 to 5."
    }
    return Self.section(
      "How sure the model is",
      "The probability the model gives to the score it chose. Each histogram has its own scale. \(expected ?? "")",
      "<div class=\"small\" id=\"confidence\">\(figures)</div>")
  }
}
