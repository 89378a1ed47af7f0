internal import SluiceCore

extension Policy {
  /// The policy as the program understands it, in plain sentences, for `--explain-policy`. The text is stable.
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
      for (label, target) in labelMap.sorted(by: { $0.key < $1.key }) {
        let more = [target.category?.rawValue, target.stance?.rawValue].compactMap { $0 }
        lines.append(
          "  \(label) is score \(target.score.rawValue)\(more.isEmpty ? "" : " (\(more.joined(separator: ", ")))")")
      }
    }
    lines.append(note(.route(.drop), "Dropped", "they are written to drop/ with their scores"))
    lines.append(
      note(.quarantine(.policy), "Quarantined", "they are kept byte for byte in quarantine/, to be run again"))
    return lines.map { $0 + "\n" }.joined()
  }

  private func note(_ destination: Destination, _ word: String, _ meaning: String) -> String {
    let names = ruleList.filter { $0.destination == destination }.map(\.name)
    if names.isEmpty { return "\(word) by this policy: nothing." }
    return "\(word) by this policy: documents that \(NearestSpelling.list(names, "or")) matches; \(meaning)."
  }

  private func sentence(_ rule: Rule) -> String {
    let isRefusal = rule.destination == .route(.refusal)
    guard let when = rule.when else {
      return isRefusal ? "send everything else to refusal" : "\(rule.destination.name) everything else"
    }
    let asked = when.predicates.map(\.clause)
    let excepted = rule.unless?.predicates.map(\.clause) ?? []
    var text = isRefusal ? "send to refusal" : rule.destination.name
    if !asked.isEmpty { text += " if \(NearestSpelling.list(asked, "and"))" }
    if !excepted.isEmpty { text += asked.isEmpty ? " unless " : ", unless " }
    return text + NearestSpelling.list(excepted, "and")
  }

  /// What the rules that look at nothing but the score do with each score; neighbours with the same route are joined.
  private var scoreSummary: String {
    let names = (0...5).map { score in
      ruleList.first { rule in
        rule.when == nil || rule.onlyScores?.contains(score) == true
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
