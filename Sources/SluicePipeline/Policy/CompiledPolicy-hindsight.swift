package import SluiceCore

/// What a variant would have done with documents of a finished run, whose ledger holds neither texts nor URLs nor
/// numbers of words. Where these would have mattered, the rule that decided often tells what they were: a rule that
/// decided asked for nothing that the document does not have, and none of the rules before it held.
extension CompiledPolicy {
  /// The lanes that a variant may have sent a document to: one if its record tells, several if it does not.
  ///
  /// - Parameters:
  ///   - input: as recorded, without text, words and URL.
  ///   - policy: the policy that this is a variant of.
  ///   - rule: the policy's rule that decided.
  package func possibleLanes(_ input: PolicyInput, textBytes: Int, wherePolicy policy: CompiledPolicy, has rule: Int)
    -> LaneSet
  {
    var lanes = LaneSet()
    for index in rules.indices {
      let answer =
        index == rules.count - 1
        ? true
        : index > rule
          ? held(index, input, textBytes) : held(index, input, textBytes, policy, decided: index == rule)
      if answer == false { continue }
      lanes.insert(rules[index].destination.lane)
      if answer == true { break }
    }
    return lanes
  }

  /// Whether every document that the policy quarantined stays in quarantine, whatever it was: nothing is recorded of
  /// it, but rules before the first one that a variant changes decide as they did.
  package var quarantinesAsThePolicyDoes: Bool {
    let first = changed?.first ?? 0
    return rules.indices.allSatisfy { rules[$0].destination.lane != .quarantine || $0 < first }
  }

  /// Whether a rule holds that the policy has tried, too; nil if the record does not tell.
  private func held(
    _ index: Int, _ input: PolicyInput, _ textBytes: Int, _ policy: CompiledPolicy, decided: Bool
  ) -> Bool? {
    guard changed?.contains(index) ?? true else { return decided }
    guard rules[index].when.scoresFit(input.assessment) else { return false }
    // The variant asks for other scores. All else that it asks for is as before.
    if decided { return true }
    return policy.rules[index].when.scoresFit(input.assessment) ? false : held(index, input, textBytes)
  }

  private func held(_ index: Int, _ input: PolicyInput, _ textBytes: Int) -> Bool? {
    let when = held(rules[index].when, input, textBytes)
    if when == false { return false }
    let unless = rules[index].hasUnless ? held(rules[index].unless, input, textBytes) : false
    if unless == true { return false }
    return when == true && unless == false ? true : nil
  }

  private func held(_ condition: CompiledCondition, _ input: PolicyInput, _ textBytes: Int) -> Bool? {
    guard condition.numbersFit(input.assessment, textBytes: textBytes) else { return false }
    var answer: Bool? = condition.asksForWords ? nil : true
    for use in condition.firstTest..<condition.endTest {
      let test = tests[Int(testNumbers[Int(use)])]
      if !test.isRecorded { answer = nil } else if !test.holds(input) { return false }
    }
    return answer
  }
}
