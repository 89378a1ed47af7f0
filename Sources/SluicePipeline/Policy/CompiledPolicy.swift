package import SluiceCore

/// Rules ready to run. Only the matchers are references, and they are touched only where a rule's
/// numbers already fit.
package final class CompiledPolicy: Sendable {
  let rules: [CompiledRule]
  let matcherIndexes: [Int32]
  let matchers: [ListMatcher]
  /// In a what-if variant, the rules that differ from the policy's, in order; nil in a policy of its own.
  private let changed: [Int]?

  init(_ rules: [Rule], matchers: [ListMatcher], changed: [Int]?) {
    var indexes: [Int32] = []
    self.rules = rules.map { rule in
      CompiledRule(
        when: CompiledCondition(rule.when, matchers: &indexes),
        unless: CompiledCondition(rule.unless, matchers: &indexes),
        hasUnless: rule.unless != nil, destination: rule.destination)
    }
    matcherIndexes = indexes
    self.matchers = matchers
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
    guard rules[index].when.holdsWithoutLists(input) else { return false }
    if rules[index].hasUnless, rules[index].unless.holdsWithoutLists(input),
      listsHold(rules[index].unless, input, &memo)
    {
      return false
    }
    return listsHold(rules[index].when, input, &memo)
  }

  @inline(__always)
  private func listsHold(
    _ condition: CompiledCondition, _ input: PolicyInput, _ memo: inout PolicyMemo
  ) -> Bool {
    for k in condition.firstMatcher..<condition.endMatcher {
      let matcher = Int(matcherIndexes[Int(k)])
      if !memo.value(of: matcher, else: { matchers[matcher].holds(input) }) { return false }
    }
    return true
  }
}

/// What a policy's lists said of one document, so that the policy and its variants search the text
/// once. Start a new one for every document.
public struct PolicyMemo: Sendable {
  private var known: UInt64 = 0
  private var holds: UInt64 = 0

  public init() {}

  /// Beyond 64 lists, answers are computed anew each time.
  @inline(__always)
  mutating func value(of matcher: Int, else compute: () -> Bool) -> Bool {
    if matcher >= 64 { return compute() }
    let bit = (1 as UInt64) << UInt64(matcher)
    if known & bit == 0 {
      known |= bit
      if compute() { holds |= bit }
    }
    return holds & bit != 0
  }
}
