internal import SluiceCore
internal import Yams

extension PolicyReader {
  /// A rule's `when:` and the `not:` inside it.
  mutating func readWhen(_ node: Node, at path: String) -> (when: Condition, unless: Condition?) {
    guard let fields = fields(of: node, at: path, allowed: Policy.predicateKeys + ["not"]) else {
      return (Condition(), nil)
    }
    if fields.isEmpty, case .mapping(let mapping) = node, mapping.isEmpty {
      report(node, path, "the condition is empty", "Give it a predicate, or remove when: from the last rule")
    }
    let when = readCondition(fields, at: path, node)
    guard let not = fields["not"] else { return (when, nil) }
    guard let inner = self.fields(of: not, at: path + ".not", allowed: Policy.predicateKeys) else { return (when, nil) }
    if inner.isEmpty, case .mapping(let mapping) = not, mapping.isEmpty {
      report(not, path + ".not", "the condition is empty", "Give it a predicate, or remove not:")
    }
    return (when, readCondition(inner, at: path + ".not", not))
  }

  private mutating func readCondition(_ fields: [String: Node], at path: String, _ place: Node) -> Condition {
    var condition = Condition()
    for predicate in Policy.predicates {
      guard let node = fields[predicate.key] else { continue }
      if let read = predicate.read(node, at: "\(path).\(predicate.key)", with: &self) { condition.append(read) }
    }
    if let words = condition[WordsPredicate.self]?.bounds.min, let bytes = condition[BytesPredicate.self]?.bounds.max,
      words > 0, words * 2 - 1 > bytes
    {
      report(place, path, "no text of at most \(bytes) bytes has \(words) words", "Correct bytes or words")
    }
    return condition
  }
}
