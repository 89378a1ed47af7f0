internal import SluiceCore

extension Policy {
  /// What the digest is taken of: every meaning-bearing part in a fixed order and spelling. Changing
  /// this text changes every policy's digest, so runs begun before would refuse to go on.
  static func canonical(
    _ rules: [Rule], _ matchers: [ListMatcher], _ labels: [String: LabelTarget]?, _ cuts: [Int]?
  ) -> String {
    var lines = ["sluice policy 1"]
    if let cuts { lines.append("cuts \(cuts.map(String.init).joined(separator: " "))") }
    for (label, target) in (labels ?? [:]).sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      lines.append(
        "label \(label.utf8.count) \(label) \(target.score.rawValue) \(target.category?.rawValue ?? "-") "
          + (target.stance?.rawValue ?? "-"))
    }
    for rule in rules {
      lines.append("rule \(rule.name) \(rule.destination.name)")
      if let when = rule.when { lines += canonical(when, matchers).map { "when \($0)" } }
      if let unless = rule.unless { lines += canonical(unless, matchers).map { "not \($0)" } }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func canonical(_ c: Condition, _ matchers: [ListMatcher]) -> [String] {
    func text(_ bounds: Bounds) -> String {
      "\(bounds.min.map(String.init) ?? "-") \(bounds.max.map(String.init) ?? "-")"
    }
    var lines: [String] = []
    if let scores = c.scores { lines.append("score \(scores.bits)") }
    if let gate = c.gate { lines.append("gate \(gate)") }
    if let test = c.probability { lines.append("probability \(test.levels.set.bits) \(text(test.bounds))") }
    if let expected = c.expected { lines.append("expected \(text(expected))") }
    if let names = c.categories { lines.append("category \(names.map(\.rawValue).joined(separator: " "))") }
    if let names = c.stances { lines.append("stance \(names.map(\.rawValue).joined(separator: " "))") }
    if let names = c.languages { lines.append("language \(names.map(\.rawValue).joined(separator: " "))") }
    if let bytes = c.bytes { lines.append("bytes \(text(bytes))") }
    if let words = c.words { lines.append("words \(text(words))") }
    return lines + c.matchers.map { matchers[$0].canonical }
  }
}
