internal import Yams

/// A predicate that asks for a number within bounds and for nothing else.
protocol BoundsPredicate: PolicyPredicate {
  static var quantity: Quantity { get }
  /// The number, as a sentence names it.
  static var subject: String { get }

  var bounds: Bounds { get }

  init(bounds: Bounds)
}

extension BoundsPredicate {
  var canonical: String { bounds.canonical }

  var clause: String { "\(Self.subject) is \(bounds.phrase(Self.quantity))" }

  func holds(in cell: Cell) -> Bool? { nil }

  static func read(_ node: Node, at path: String, with reader: inout PolicyReader) -> Self? {
    reader.readBounds(node, at: path, quantity).map(Self.init)
  }
}
