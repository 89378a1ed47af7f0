internal import SluiceCore

/// Rules ready to run. Only the matchers are references, and they are touched only where a rule's
/// numbers already fit.
final class CompiledPolicy: Sendable {
  let rules: [CompiledRule]
  let matcherIndexes: [Int32]
  let matchers: [ListMatcher]

  init(_ rules: [Rule], matchers: [ListMatcher]) {
    var indexes: [Int32] = []
    self.rules = rules.map { rule in
      CompiledRule(
        when: CompiledCondition(rule.when, matchers: &indexes),
        unless: CompiledCondition(rule.unless, matchers: &indexes),
        hasUnless: rule.unless != nil, destination: rule.destination)
    }
    matcherIndexes = indexes
    self.matchers = matchers
  }

  /// Index of the first rule that matches, of those from `start` on. The last rule always does.
  func firstMatch(_ input: PolicyInput, from start: Int = 0, _ memo: inout PolicyMemo) -> Int {
    for index in start..<rules.count - 1 {
      guard rules[index].when.holdsWithoutLists(input) else { continue }
      if rules[index].hasUnless, rules[index].unless.holdsWithoutLists(input),
        listsHold(rules[index].unless, input, &memo)
      {
        continue
      }
      if listsHold(rules[index].when, input, &memo) { return index }
    }
    return rules.count - 1
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
