extension HTMLReport {
  /// The histogram of scores, by documents and by words, beside the reference.
  var levels: Markup {
    let hasRange = report.intervals != nil
    let rangeHead: Markup = hasRange ? "<th>95 % range</th>" : ""
    let rows = report.levels.indices.map { row($0) }
    let range =
      hasRange
      ? " Ranges cover the luck of the draw (Wilson), not the classifier's own errors; documents with the same text count as one draw."
      : ""
    return Self.section(
      "How unsafe", "Thick bars: documents. Thin bars: words. The tick is Dolma 3, a large public web corpus.\(range)",
      """
      <div class="scroll"><table id="levels">
      <thead><tr><th>Score</th><th class="text grow">Share</th><th class="hide">Documents</th><th>of all</th>\(rangeHead)<th class="hide">Words</th><th>of words</th><th>Dolma 3</th></tr></thead>
      <tbody>
      \(rows)</tbody></table></div>
      <p class="note">Reference: \(report.reference.name), 391 million documents scored by the classifier of Safety Pretraining. \
      Distance to it: \(Numbers.decimal(100 * report.reference.distance, 1)) points (documents that would have to change level).</p>
      """)
  }

  private func row(_ score: Int) -> Markup {
    let amount = report.levels[score]
    let all = report.documents
    func share(_ part: Int, _ whole: Int) -> Double { whole > 0 ? Double(part) / Double(whole) : 0 }
    let documents = share(amount.documents, all.documents)
    let words = share(amount.words, all.words)
    let interval = report.intervals?[score].documents
    let range = interval.map { "<td>\(Self.range($0))</td>" as Markup } ?? .empty
    let reference = report.reference.shares[score]
    let bars =
      Charts.bar(documents, level: score, tick: reference, range: interval)
      + Charts.bar(words, level: score, thin: true)
    return """
      <tr><th scope="row">\(score) \(LevelName.of(score))</th><td class="grow">\(bars)</td>\
      <td class="hide">\(Numbers.count(amount.documents))</td><td><strong>\(Numbers.share(documents))</strong></td>\(range)\
      <td class="hide">\(Numbers.count(amount.words))</td><td>\(Numbers.share(words))</td>\
      <td class="zero">\(Numbers.share(reference))</td></tr>

      """
  }

  static func range(_ interval: Interval) -> String {
    let places = interval.high < 0.02 ? 2 : 1
    return "\(Numbers.decimal(100 * interval.low, places))–\(Numbers.decimal(100 * interval.high, places)) %"
  }
}
