internal import SluiceCore

/// Finds rules that can never decide anything, by counting out every combination of score, category,
/// stance and language. Rules that also look at something else may take a combination, but leave it
/// to later rules as well.
enum Reachability {
  struct Finding: Hashable {
    /// Index of the rule.
    var rule: Int
    var message: String
    var remedy: String
  }

  /// - Parameter sound: rules that were read without a problem; the others are passed over.
  static func findings(in rules: [Rule], sound: [Bool]) -> [Finding] {
    var covered = Cells(none: ())
    var coveredBy: [Int] = []
    var findings: [Finding] = []
    for (index, rule) in rules.enumerated() where sound[index] {
      let reached = cells(of: rule)
      if reached.isEmpty {
        findings.append(
          Finding(rule: index, message: "its not: excludes all that its when: asks for", remedy: "Correct one of them"))
        continue
      }
      // The last rule may be left nothing to do: it stands for what no one thought of.
      if rule.when != nil, reached.isSubset(of: covered) {
        let takers = coveredBy.filter { cells(of: rules[$0]).overlaps(reached) }.map { rules[$0].name }
        findings.append(
          Finding(
            rule: index, message: "can never be reached: \(NearestSpelling.list(takers, "and")) above takes all of it",
            remedy: "Move it up, narrow what stands above, or remove it"))
        continue
      }
      if rule.when?.isFinite == true, rule.unless?.isFinite ?? true {
        covered.formUnion(reached)
        coveredBy.append(index)
      }
    }
    return findings
  }

  private static func cells(of rule: Rule) -> Cells {
    var cells = Cells(rule.when ?? Condition())
    if let unless = rule.unless, unless.isFinite { cells.subtract(Cells(unless)) }
    return cells
  }

  /// A set of combinations.
  private struct Cells {
    private var member: [Bool]

    init(none: ()) { member = [Bool](repeating: false, count: 6 * 12 * 3 * 2) }

    init(_ c: Condition) {
      member = []
      for score in 0..<6 {
        for category in Category.allCases {
          for stance in Stance.allCases {
            for language in Language.allCases {
              member.append(
                c.scores?.contains(score) ?? true && c.categories?.contains(category) ?? true
                  && c.stances?.contains(stance) ?? true && c.languages?.contains(language) ?? true)
            }
          }
        }
      }
    }

    var isEmpty: Bool { !member.contains(true) }
    func isSubset(of other: Cells) -> Bool { zip(member, other.member).allSatisfy { !$0 || $1 } }
    func overlaps(_ other: Cells) -> Bool { zip(member, other.member).contains { $0 && $1 } }
    mutating func formUnion(_ other: Cells) { member = zip(member, other.member).map { $0 || $1 } }
    mutating func subtract(_ other: Cells) { member = zip(member, other.member).map { $0 && !$1 } }
  }
}
