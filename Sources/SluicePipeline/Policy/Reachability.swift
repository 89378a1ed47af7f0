internal import SluiceCore

/// Finds rules that can never decide anything, by going through every cell. A rule that also looks at something else
/// may take documents of a cell, but leaves others to later rules.
enum Reachability {
  struct Finding: Hashable {
    /// Index of the rule.
    var rule: Int
    var message: String
    var remedy: String
  }

  /// - Parameter sound: rules that were read without a problem; the others are skipped.
  static func findings(in rules: [Rule], sound: [Bool]) -> [Finding] {
    var covered = Cells(none: ())
    var coveredBy: [Int] = []
    var findings: [Finding] = []
    for (index, rule) in rules.enumerated() where sound[index] {
      let reached = cells(of: rule)
      if reached.isEmpty {
        findings.append(
          Finding(
            rule: index, message: "its not: excludes everything its when: asks for", remedy: "Correct one of them"))
        continue
      }
      // The last rule may have nothing left to do: it is there for documents that nobody thought of.
      if rule.when != nil, reached.isSubset(of: covered) {
        let takers = coveredBy.filter { cells(of: rules[$0]).overlaps(reached) }.map { rules[$0].name }
        findings.append(
          Finding(
            rule: index,
            message: "can never be reached: \(NearestSpelling.list(takers, "and")) above it "
              + (takers.count == 1 ? "takes" : "take") + " all its documents",
            remedy: "Move it up, narrow the rules above it, or remove it"))
        continue
      }
      if rule.when?.isDecidedByCells == true, rule.unless?.isDecidedByCells ?? true {
        covered.formUnion(reached)
        coveredBy.append(index)
      }
    }
    return findings
  }

  private static func cells(of rule: Rule) -> Cells {
    var cells = Cells(rule.when ?? Condition())
    if let unless = rule.unless, unless.isDecidedByCells { cells.subtract(Cells(unless)) }
    return cells
  }

  /// A set of cells.
  private struct Cells {
    private var member: [Bool]

    init(none: ()) { member = [Bool](repeating: false, count: Cell.all.count) }

    init(_ condition: Condition) { member = Cell.all.map(condition.mayHold) }

    var isEmpty: Bool { !member.contains(true) }
    func isSubset(of other: Cells) -> Bool { zip(member, other.member).allSatisfy { !$0 || $1 } }
    func overlaps(_ other: Cells) -> Bool { zip(member, other.member).contains { $0 && $1 } }
    mutating func formUnion(_ other: Cells) { member = zip(member, other.member).map { $0 || $1 } }
    mutating func subtract(_ other: Cells) { member = zip(member, other.member).map { $0 && !$1 } }
  }
}
