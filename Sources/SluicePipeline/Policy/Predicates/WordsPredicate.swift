/// `words`: the number of words is within bounds.
struct WordsPredicate: BoundsPredicate {
  static let key = "words"
  static let otherNames: [String] = []
  static let quantity = Quantity.count
  static let subject = "the number of words"

  let bounds: Bounds

  func compile(into condition: inout CompiledCondition, _ tests: inout DocumentTests) {
    condition.words = bounds.closed
  }
}
