internal import SluiceCore
internal import Yams

/// One thing that a rule's `when:` or `not:` asks of a document. A condition holds where all its predicates do.
///
/// Everything the program has to know about a predicate is a requirement here, so none of it can be forgotten.
protocol Predicate: Sendable {
  /// The predicate's key in a policy file, and the first word of its canonical form.
  static var key: String { get }

  /// All that it asks for, apart from its key: its part of what the policy's digest covers. Predicates that can decide
  /// differently must differ here. The spelling must never change, because a run is bound to its policy's digest.
  var canonical: String { get }

  /// How it reads after "if" in `--explain-policy`, such as `the score is 4 or 5`.
  var clause: String { get }

  /// Whether it holds for every document of a cell or for none; nil if that depends on more than the cell.
  func holds(in cell: Cell) -> Bool?

  /// Adds what it asks for to a condition: either as numbers, which are compared first, or as a test.
  func compile(into condition: inout CompiledCondition, _ tests: inout DocumentTests)
}

/// A predicate that a policy file can name.
///
/// To add one, write it in a file of this folder and add it to `Policy.predicates`. All that a predicate may look at is
/// in `PolicyInput`.
protocol PolicyPredicate: Predicate {
  /// What people write instead of `key`, for "did you mean".
  static var otherNames: [String] { get }

  /// Reads the value of `key`; nil, with problems reported, if it is not understood.
  static func read(_ node: Node, at path: String, with reader: inout PolicyReader) -> Self?
}
