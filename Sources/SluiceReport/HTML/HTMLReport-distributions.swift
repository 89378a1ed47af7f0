extension HTMLReport {
  /// Scores by length of the text.
  var lengths: Markup {
    let rows = report.lengths.filter { $0.levels.reduce(0, +) > 0 }
    guard !rows.isEmpty else { return .empty }
    let body = rows.map { row in
      let all = row.levels.reduce(0, +)
      return """
        <tr><th scope="row">\(Self.range(row))</th>\(Self.count(all))<td class="grow">\(Charts.stack(row.levels))</td>\
        \(Self.share(all - row.levels[0], of: all))\(Self.share(row.levels[4...].reduce(0, +), of: all))</tr>

        """ as Markup
    }
    return Self.section(
      "By length", "Length of the text in bytes of UTF-8. A score that climbs with length alone deserves a look.",
      """
      \(Charts.key)
      <div class="scroll"><table id="lengths">
      <thead><tr><th>Length</th><th>Documents</th><th class="text grow">Scores 0 to 5</th><th>1 to 5</th><th>4 and 5</th></tr></thead>
      <tbody>
      \(body)</tbody></table></div>
      """)
  }

  private static func range(_ row: CorpusReport.LengthRow) -> String {
    func size(_ bytes: Int) -> String { bytes < 1000 ? "\(bytes)" : "\(bytes / 1000)k" }
    guard let to = row.toBytes else { return "\(size(row.fromBytes)) and more" }
    return row.fromBytes == 0 ? "below \(size(to))" : "\(size(row.fromBytes)) to \(size(to))"
  }

  /// How sure the model is of the scores it gives.
  var confidence: Markup {
    guard report.confidence.contains(where: { $0.contains { $0 > 0 } }) else { return .empty }
    let figures = report.confidence.enumerated().map { score, bins in
      let all = bins.reduce(0, +)
      let sure = bins[(bins.count * 9 / 10)...].reduce(0, +)
      let label = all == 0 ? "no documents" : "\(Numbers.percentWhole(sure, of: all)) above 0.9"
      return """
        <figure><figcaption><strong>\(score) \(LevelName.of(score))</strong><br>\(label)</figcaption>
        \(Charts.histogram(bins, level: score))<div class="axis"><span>0</span><span>0.5</span><span>1</span></div></figure>

        """ as Markup
    }
    let expected = report.expectedShares.map { shares in
      "Were every document counted by its probabilities instead of its score, the shares would be "
        + shares.map(Numbers.share).joined(separator: ", ") + " for 0 to 5."
    }
    return Self.section(
      "How sure the model is",
      "Probability the model gives to the score it chose; each histogram has its own height. \(expected ?? "")",
      "<div class=\"small\" id=\"confidence\">\(figures)</div>")
  }
}
