/// At least so much probability is on the levels that the condition's `score` names. Only what-if variants have one:
/// `Condition.gate` puts it there.
struct ConfidenceGate: Predicate {
  static let key = "gate"

  /// Ten-thousandths.
  let parts: Int

  var canonical: String { "\(parts)" }

  var clause: String { "the probability of those scores is at least \(Quantity.probability.format(parts))" }

  func holds(in cell: Cell) -> Bool? { nil }

  func compile(into condition: inout CompiledCondition, _ tests: inout DocumentTests) { condition.gate = parts }
}
