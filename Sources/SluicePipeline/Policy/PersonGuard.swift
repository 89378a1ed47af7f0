package import SluiceCore

/// Tells the documents that no language model may see: those that the built-in policy leaves to people, whichever
/// policy routed them.
///
/// It asks for the terms and the category of the rules with the reason `needs-a-person`, and for nothing else: their
/// exceptions are about keeping a document, not about sending it to a model.
package struct PersonGuard: Sendable {
  private let policy: Policy

  /// - Parameter policy: one whose rules name terms.
  package init(_ policy: Policy = .default) {
    let rules = policy.ruleList.compactMap { rule -> Rule? in
      guard rule.destination == .quarantine(.needsAPerson), let when = rule.when, when[TermsPredicate.self] != nil
      else {
        return nil
      }
      var rule = rule
      rule.when = Condition(when.predicates.filter { $0 is TermsPredicate || $0 is CategoryPredicate })
      rule.unless = nil
      return rule
    }
    let rest = Rule(name: "rest", when: nil, unless: nil, destination: .route(.keep))
    self.policy = Policy(name: policy.name, rules: rules + [rest], labels: nil, cuts: nil)
  }

  /// Whether a document is for people alone.
  ///
  /// - Parameter category: its main harm, as the run decided; `none` where it is not known.
  package func reserves(_ text: String, category: Category = .none) -> Bool {
    var text = text
    return text.withUTF8 { text in
      let assessment = Assessment(
        score: .safe, probabilities: LevelProbabilities(parts: [10_000, 0, 0, 0, 0, 0]), category: category,
        stance: .none, span: 0..<0, scoredBytes: text.count)
      let input = PolicyInput(assessment: assessment, text: text, words: 0)
      return policy.route(input).destination == .quarantine(.needsAPerson)
    }
  }
}
