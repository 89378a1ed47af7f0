/// `expected`: the mean score, in ten-thousandths of a level, is within bounds.
struct ExpectedPredicate: BoundsPredicate {
  static let key = "expected"
  static let otherNames: [String] = []
  static let quantity = Quantity.expected
  static let subject = "the expected score"

  let bounds: Bounds

  func compile(into condition: inout CompiledCondition, _ tests: inout DocumentTests) {
    condition.expected = bounds.closed
  }
}
