package import SluiceCore

/// Rules ready to run. Only the tests are references, and they are touched only where a rule's numbers already fit.
package final class CompiledPolicy: Sendable {
  let rules: [CompiledRule]
  let tests: [any DocumentTest]
  let testNumbers: [Int32]
  /// In a what-if variant, the rules that differ from the policy's, in order; nil if this is not a variant.
  let changed: [Int]?

  /// - Parameters:
  ///   - tests: those of the policy that a variant was made from.
  init(_ rules: [Rule], tests known: [any DocumentTest], changed: [Int]?) {
    var tests = DocumentTests(known: known)
    self.rules = rules.map { rule in
      CompiledRule(
        when: CompiledCondition(rule.when, &tests), unless: CompiledCondition(rule.unless, &tests),
        hasUnless: rule.unless != nil, destination: rule.destination)
    }
    self.tests = tests.all
    testNumbers = tests.uses
    self.changed = changed
  }

  /// Index of the first rule that matches, of those from `start` on. The last rule always does.
  package func firstMatch(_ input: PolicyInput, from start: Int = 0, _ memo: inout PolicyMemo) -> Int {
    for index in start..<rules.count - 1 where holds(index, input, &memo) { return index }
    return rules.count - 1
  }

  /// Index of a variant's first rule that matches, where `rule` is the policy's: only rules that differ are tried.
  package func firstMatch(_ input: PolicyInput, whereThePolicyHas rule: Int, _ memo: inout PolicyMemo) -> Int {
    guard let changed else { return firstMatch(input, &memo) }
    for index in changed where index <= rule {
      if holds(index, input, &memo) { return index }
      if index == rule { return firstMatch(input, from: rule + 1, &memo) }
    }
    return rule
  }

  @inline(__always)
  private func holds(_ index: Int, _ input: PolicyInput, _ memo: inout PolicyMemo) -> Bool {
    guard rules[index].when.numbersFit(input) else { return false }
    if rules[index].hasUnless, rules[index].unless.numbersFit(input), testsHold(rules[index].unless, input, &memo) {
      return false
    }
    return testsHold(rules[index].when, input, &memo)
  }

  @inline(__always)
  private func testsHold(_ condition: CompiledCondition, _ input: PolicyInput, _ memo: inout PolicyMemo) -> Bool {
    for use in condition.firstTest..<condition.endTest {
      let test = Int(testNumbers[Int(use)])
      if !memo.value(of: test, else: { tests[test].holds(input) }) { return false }
    }
    return true
  }
}
