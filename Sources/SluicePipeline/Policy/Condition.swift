/// What a rule's `when:` or `not:` asks for, as read. All predicates must hold.
struct Condition: Sendable {
  /// In the order of `Policy.predicates`, at most one of each kind.
  private(set) var predicates: [any Predicate]

  /// - Parameter predicates: in the order of `Policy.predicates`.
  init(_ predicates: [any Predicate] = []) { self.predicates = predicates }

  /// Call in the order of `Policy.predicates`.
  mutating func append(_ predicate: any Predicate) { predicates.append(predicate) }

  /// The predicate of a kind; nil if the condition has none.
  subscript<Kind: Predicate>(_ kind: Kind.Type) -> Kind? {
    predicates.lazy.compactMap { $0 as? Kind }.first
  }

  /// For what-if variants: other scores in place of those that are there.
  mutating func replaceScores(with levels: LevelSet) {
    predicates = predicates.map { $0 is ScorePredicate ? ScorePredicate(levels: levels) : $0 }
  }

  /// For what-if variants: asks for so many ten-thousandths of probability on the scores that are there.
  mutating func gate(_ parts: Int) {
    predicates.removeAll { $0 is ConfidenceGate }
    guard let score = predicates.firstIndex(where: { $0 is ScorePredicate }) else { return }
    predicates.insert(ConfidenceGate(parts: parts), at: score + 1)
  }

  /// The scores, if the condition asks for nothing else.
  var onlyScores: LevelSet? { predicates.count == 1 ? self[ScorePredicate.self]?.levels : nil }

  /// Whether a cell decides the whole condition, so that coverage can be computed.
  var isDecidedByCells: Bool { predicates.allSatisfy { $0.holds(in: Cell.all[0]) != nil } }

  /// Whether it may hold for a document of a cell.
  func mayHold(in cell: Cell) -> Bool { predicates.allSatisfy { $0.holds(in: cell) ?? true } }

  /// The condition's part of what the policy's digest covers, one line per predicate.
  var canonical: [String] { predicates.map { "\(type(of: $0).key) \($0.canonical)" } }
}
