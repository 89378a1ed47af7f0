internal import Yams

/// A predicate that lists some of a few known values, one of which must be the document's.
protocol ChoicePredicate: PolicyPredicate {
  associatedtype Value: RawRepresentable<String> & CaseIterable & Equatable

  /// In the order of `allCases`.
  var values: [Value] { get }

  init(values: [Value])
}

extension ChoicePredicate {
  var canonical: String { values.map(\.rawValue).joined(separator: " ") }

  var clause: String { "the \(Self.key) is \(NearestSpelling.list(values.map(\.rawValue)))" }

  static func read(_ node: Node, at path: String, with reader: inout PolicyReader) -> Self? {
    var chosen: [Value] = []
    for node in reader.values(node, at: path) {
      if let value: Value = reader.choice(node, at: path, key) { chosen.append(value) }
    }
    return Self(values: Value.allCases.filter(chosen.contains))
  }
}
