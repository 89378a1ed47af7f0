internal import SluiceCore

extension Policy {
  /// The policy as understood, in plain sentences, for `--explain-policy`. The text is stable.
  public var explanation: String {
    var lines = ["Policy \(name) (sha256 \(digest.prefix(12)))", ""]
    lines.append("Rules are tried in order; the first that matches decides.")
    for (index, rule) in ruleList.enumerated() {
      lines.append("  \(index + 1). \(rule.name): \(sentence(rule)).")
    }
    lines.append("")
    lines.append("By score alone: \(scoreSummary).")
    if let cuts {
      let parts = cuts.parts.enumerated().map { "\($0 + 1) from p >= \(Quantity.probability.format($1))" }
      lines.append("Levels are decided by this policy, not by the model: \(parts.joined(separator: ", ")).")
    } else {
      lines.append("Levels are decided by the model's own thresholds.")
    }
    if let labelMap {
      lines.append("Labels of other classifiers:")
      for (label, target) in labelMap.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
        let more = [target.category?.rawValue, target.stance?.rawValue].compactMap { $0 }
        lines.append(
          "  \(label) is score \(target.score.rawValue)\(more.isEmpty ? "" : " (\(more.joined(separator: ", ")))")")
      }
    }
    lines.append(note(.route(.drop), "Dropped", "written to drop/ with their scores"))
    lines.append(note(.quarantine(.policy), "Quarantined", "kept byte for byte in quarantine/, to be run again"))
    return lines.map { $0 + "\n" }.joined()
  }

  private func note(_ destination: Destination, _ word: String, _ meaning: String) -> String {
    let names = ruleList.filter { $0.destination == destination }.map(\.name)
    if names.isEmpty { return "\(word) by this policy: nothing." }
    return "\(word) by this policy: what \(NearestSpelling.list(names, "and")) matches; \(meaning)."
  }

  private func sentence(_ rule: Rule) -> String {
    let action =
      switch rule.destination {
      case .route(.refusal): "send to refusal"
      default: rule.destination.name
      }
    guard let when = rule.when else { return "\(action) everything else" }
    let asked = clauses(when)
    let excepted = rule.unless.map(clauses) ?? []
    var text = action
    if !asked.isEmpty { text += " if \(NearestSpelling.list(asked, "and"))" }
    if !excepted.isEmpty { text += asked.isEmpty ? " unless " : ", unless " }
    return text + NearestSpelling.list(excepted, "and")
  }

  private func clauses(_ c: Condition) -> [String] {
    var clauses: [String] = []
    if let scores = c.scores { clauses.append("the score is \(Self.names(scores))") }
    if let gate = c.gate {
      clauses.append("the probability of those scores is at least \(Quantity.probability.format(gate))")
    }
    if let test = c.probability {
      let levels =
        switch test.levels {
        case .atLeast(let k): "\(k) or higher"
        case .atMost(let k): "\(k) or lower"
        case .exactly(let k): "exactly \(k)"
        }
      clauses.append("the probability of a score of \(levels) is \(Self.phrase(test.bounds, .probability))")
    }
    if let expected = c.expected { clauses.append("the expected score is \(Self.phrase(expected, .expected))") }
    if let names = c.categories { clauses.append("the category is \(NearestSpelling.list(names.map(\.rawValue)))") }
    if let names = c.stances { clauses.append("the stance is \(NearestSpelling.list(names.map(\.rawValue)))") }
    if let names = c.languages { clauses.append("the language is \(NearestSpelling.list(names.map(\.rawValue)))") }
    if let bytes = c.bytes { clauses.append("the text's length in bytes is \(Self.phrase(bytes, .count))") }
    if let words = c.words { clauses.append("the number of words is \(Self.phrase(words, .count))") }
    return clauses + c.matchers.map { matchers[$0].phrase }
  }

  private static func phrase(_ bounds: Bounds, _ quantity: Quantity) -> String {
    switch (bounds.min, bounds.max) {
    case (let min?, let max?) where min == max: quantity.format(min)
    case (let min?, let max?): "from \(quantity.format(min)) to \(quantity.format(max))"
    case (let min?, nil): "at least \(quantity.format(min))"
    case (nil, let max?): "at most \(quantity.format(max))"
    case (nil, nil): "anything"
    }
  }

  private static func names(_ scores: LevelSet) -> String {
    guard let range = scores.range, range.count > 2 else { return NearestSpelling.list(scores.levels.map(String.init)) }
    return "\(range.lowerBound) to \(range.upperBound)"
  }

  /// What rules that look at nothing but the score would do with each score, equal neighbours joined.
  private var scoreSummary: String {
    let names = (0...5).map { score in
      ruleList.first { rule in
        guard let when = rule.when else { return true }
        return when.isScoreOnly && rule.unless == nil && when.scores!.contains(score)
      }!.destination.name
    }
    var parts: [String] = []
    var start = 0
    for score in 0...5 where score == 5 || names[score + 1] != names[score] {
      parts.append("\(start == score ? "\(score)" : "\(start)-\(score)") \(names[score])")
      start = score + 1
    }
    return parts.joined(separator: ", ")
  }
}
