extension HTMLReport {
  /// The histogram of scores, by documents and by words, beside the reference.
  var levels: Markup {
    let range =
      report.intervals != nil
      ? " Ranges cover the luck of the draw (Wilson), not the classifier's own errors; documents with the same text count as one draw."
      : ""
    return Self.section(
      "How unsafe", "Thick bars: documents. Thin bars: words. The tick is Dolma 3, a large public web corpus.\(range)",
      """
      \(HTMLTable(report.levelTable, id: "levels").markup)
      <p class="note">Reference: \(report.reference.name), 391 million documents scored by the classifier of Safety Pretraining. \
      Distance to it: \(Numbers.decimal(100 * report.reference.distance, 1)) points (documents that would have to change level).</p>
      """)
  }
}
