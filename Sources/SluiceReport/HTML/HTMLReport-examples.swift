internal import SluiceCore

extension HTMLReport {
  /// Documents to look at: some of each level, and some that hesitate between two.
  var examples: Markup {
    guard !report.examples.isEmpty else { return .empty }
    let groups = report.examples.map { group in
      let title =
        group.kind == "level"
        ? "Score \(group.level), \(LevelName.of(group.level))"
        : "Between \(group.level - 1) and \(group.level)"
      return "<h3>\(title)</h3>\n<div class=\"cards\">\(group.documents.map(card))</div>\n" as Markup
    }
    let hasText = report.examples.contains { $0.documents.contains { $0.excerpt != nil } }
    let note: Markup =
      hasText
      ? masksText
        ? "The text that drove a score is covered; point at it, or reach it with the Tab key, to read it."
        : "What drove the score is underlined."
      : "The text itself is left out; --show-text shows it."
    return Self.section(
      "Examples",
      "Chosen by content hash, so every scan of these documents shows the same ones. Spans count characters (Unicode scalars). \(note)",
      "<div id=\"examples\">\(groups)</div>")
  }

  private func card(_ example: Example) -> Markup {
    let id = example.id.map { "<span>id \(Markup.name($0, limit: 60))</span>" as Markup } ?? .empty
    let source = example.source.map { "<span>source \(Markup.name($0, limit: 40))</span>" as Markup } ?? .empty
    let rule = example.rule == example.route.rawValue ? "" : " (\(Printable.line(example.rule, limit: 60)))"
    let probability = Numbers.decimal(example.probabilities[example.score], 2)
    return """
      <div class="card">\(Markup.name(example.key, limit: 90))
      <div class="key"><span>score \(example.score), p \(probability)</span><span>\(CategoryName.of(example.category))</span>\
      <span>\(example.stance.rawValue)</span><span>→ \(example.route.rawValue)\(rule)</span>\(id)\(source)\
      <span>span \(Numbers.count(example.span[0]))–\(Numbers.count(example.span[1]))</span>\
      <span>\(Numbers.bytes(example.textBytes))</span></div>\(excerpt(example))</div>

      """
  }

  private func excerpt(_ example: Example) -> Markup {
    guard let text = example.excerpt else { return .empty }
    let isCovered = masksText && example.score > 0
    let span: Markup =
      isCovered
      ? "<span class=\"mask\" tabindex=\"0\">\(text.span)</span>"
      : example.score > 0 ? "<span class=\"shown\">\(text.span)</span>" : "\(text.span)"
    let lead = text.before.isEmpty ? "" : "…"
    let features = text.features.prefix(6).map { feature -> Markup in
      let sign = feature.contribution > 0 ? "+" : "−"
      return
        "<span>\(Markup.name(feature.text, limit: 40)) \(sign)\(Numbers.decimal(abs(feature.contribution), 1))</span>"
    }
    let words: Markup = isCovered ? "<span class=\"mask\" tabindex=\"0\">\(features)</span>" : "\(features)"
    let drivers: Markup = features.isEmpty ? .empty : "<div class=\"key\"><span>driven by</span>\(words)</div>"
    return
      "<p class=\"excerpt\" dir=\"auto\">\(lead)\(text.before)\(span)\(text.after)\(text.isCut ? "…" : "")</p>\(drivers)"
  }
}
