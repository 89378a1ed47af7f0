/// `bytes`: the length of the text in UTF-8 is within bounds.
struct BytesPredicate: BoundsPredicate {
  static let key = "bytes"
  static let otherNames = ["length", "size", "chars"]
  static let quantity = Quantity.count
  static let subject = "the text's length in bytes"

  let bounds: Bounds

  func compile(into condition: inout CompiledCondition, _ tests: inout DocumentTests) {
    condition.bytes = bounds.closed
  }
}
