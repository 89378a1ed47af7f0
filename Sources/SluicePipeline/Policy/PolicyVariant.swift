/// A policy that differs from another in one number, for what-if tables.
public struct PolicyVariant: Sendable {
  /// The number that differs.
  public enum Change: Sendable, Hashable {
    /// The boundary between scores `from - 1` and `from` was moved to `to`.
    case threshold(rules: [String], from: Int, to: Int)
    /// A rule applies only where at least this much probability (in ten-thousandths) is on the
    /// scores it names; other documents fall through to the next rules.
    case gate(rule: String, parts: Int)
  }

  /// Such as `refusal from 3 (instead of 4)` or `refusal only with p >= 0.9`.
  public let label: String
  /// How the variant differs from the policy.
  public let change: Change
  /// Shares the tests of the policy it was made from, so both may share memos.
  public let policy: Policy
}

extension Policy {
  /// Probabilities tried as gates, in ten-thousandths.
  private static let gates = [5000, 7000, 9000]

  /// The policy with each score threshold one lower and one higher, where every rule then still has a
  /// score, and with a confidence gate on each rule that names scores. Thresholds inside `not:` are not moved.
  ///
  /// Rules that look at nothing but the score and share a boundary move together, so that no score
  /// falls between them.
  ///
  /// A policy of many rules has as many neighbours, each with a copy of all rules: the first ones stand for all, see
  /// ``triesAllNeighbours``.
  public var neighbours: [PolicyVariant] { variants.tried }

  /// Whether ``neighbours`` left none out.
  public var triesAllNeighbours: Bool { variants.isAll }

  /// Rules of all neighbours together, so that a report's cost does not grow with the square of a policy's rules.
  private static let mostRulesOfNeighbours = 50_000

  private var variants: (tried: [PolicyVariant], isAll: Bool) {
    let most = max(1, Self.mostRulesOfNeighbours / ruleList.count)
    var variants: [PolicyVariant] = []
    for group in boundaries() {
      for to in [group.cut - 1, group.cut + 1] where (1...5).contains(to) {
        guard variants.count < most else { return (variants, false) }
        if let variant = moving(group, to: to) { variants.append(variant) }
      }
    }
    for (index, rule) in ruleList.enumerated() {
      guard let scores = rule.when?[ScorePredicate.self], scores.levels != .all else { continue }
      for parts in Self.gates {
        guard variants.count < most else { return (variants, false) }
        var rules = ruleList
        rules[index].when?.gate(parts)
        variants.append(
          PolicyVariant(
            label: "\(rule.name) only with p >= \(Quantity.probability.format(parts))",
            change: .gate(rule: rule.name, parts: parts), policy: with(rules, changed: [index])))
      }
    }
    return (variants, true)
  }

  /// A place between two scores where rules change, and the rules that move with it.
  private struct Boundary {
    /// The score above the boundary.
    var cut: Int
    var rules: [Int]
  }

  private func boundaries() -> [Boundary] {
    var boundaries: [Boundary] = []
    for (index, rule) in ruleList.enumerated() {
      guard let range = rule.when?[ScorePredicate.self]?.levels.range else { continue }
      let isOnlyScores = rule.onlyScores != nil
      for cut in [range.lowerBound, range.upperBound + 1] where (1...5).contains(cut) {
        let known =
          !isOnlyScores
          ? nil
          : boundaries.firstIndex { boundary in
            boundary.cut == cut && boundary.rules.allSatisfy { ruleList[$0].onlyScores != nil }
          }
        if let known {
          boundaries[known].rules.append(index)
        } else {
          boundaries.append(Boundary(cut: cut, rules: [index]))
        }
      }
    }
    return boundaries
  }

  private func moving(_ boundary: Boundary, to: Int) -> PolicyVariant? {
    var rules = ruleList
    var labels: [(isFrom: Bool, text: String)] = []
    for index in boundary.rules {
      guard let range = ruleList[index].when?[ScorePredicate.self]?.levels.range else { return nil }
      let isFrom = range.lowerBound == boundary.cut
      let low = isFrom ? to : range.lowerBound
      let high = isFrom ? range.upperBound : to - 1
      if low > high { return nil }
      rules[index].when?.replaceScores(with: LevelSet(low...high))
      let name = ruleList[index].name
      labels.append(
        isFrom
          ? (true, "\(name) from \(to) (instead of \(boundary.cut))")
          : (false, "\(name) up to \(to - 1) (instead of \(boundary.cut - 1))"))
    }
    let from = labels.filter(\.isFrom)
    return PolicyVariant(
      label: (from.isEmpty ? labels : from).map(\.text).joined(separator: ", "),
      change: .threshold(rules: boundary.rules.map { ruleList[$0].name }, from: boundary.cut, to: to),
      policy: with(rules, changed: boundary.rules))
  }

  private func with(_ rules: [Rule], changed: [Int]) -> Policy {
    Policy(name: name, rules: rules, labels: labelMap, cuts: cuts, tests: compiled.tests, changed: changed)
  }
}
