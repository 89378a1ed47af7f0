package import SluiceCore

/// Finds the fields of a document in a line: the set of fields that a run looks at, found without allocating.
/// One owner at a time.
package final class DocumentParser {
  /// The most fields that a policy may name.
  package static let mostOthers = LineParser.mostFields - ownFields
  private static let ownFields = 4

  private let parser: LineParser
  private let others: UnsafeMutableBufferPointer<FieldValue>
  private let idDigits = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: FieldValue.mostDigits)

  /// - Parameters:
  ///   - others: further fields, `mostOthers` at most, whose values come in this order.
  ///   - reservedKey: the top-level key that a line must not have yet; nil for none.
  package init(_ fields: FieldPaths, others: [FieldPath] = [], reservedKey: String? = nil) {
    parser = LineParser(
      [fields.text, fields.id, fields.source, fields.url].map { .dotted($0) } + others, reservedKey: reservedKey)
    self.others = .allocate(capacity: others.count)
    self.others.initialize(repeating: .missing)
  }

  deinit {
    idDigits.deallocate()
    others.deallocate()
  }

  /// Checks a whole line and finds its fields.
  ///
  /// - Parameter line: `LineParser.padding` bytes after its end must be readable; their content does not matter.
  package func parse(_ line: UnsafeBufferPointer<UInt8>) -> Result<DocumentFields, QuarantineReason> {
    if let problem = parser.read(line) { return .failure(problem) }
    let text: UnsafeBufferPointer<UInt8>
    switch parser.value(0).text {
    case .success(let found): text = found
    case .failure(let problem): return .failure(problem)
    }
    if parser.holdsReservedKey { return .failure(.safetyKeyTaken) }
    for place in others.indices { others[place] = parser.value(Self.ownFields + place) }
    return .success(
      DocumentFields(
        text: text, id: parser.value(1).identifier(digits: idDigits), source: parser.value(2).bytes,
        url: parser.value(3).bytes, others: UnsafeBufferPointer(others)))
  }
}
