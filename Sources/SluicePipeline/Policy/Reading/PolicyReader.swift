internal import SluiceCore
internal import SluiceIO
internal import Yams

/// Reads a policy file strictly: everything that is not understood is a problem with a place, and
/// reading continues, so that one run reports all problems.
struct PolicyReader: StrictYAMLReader {
  static let beginning = "Begin with version: 1 and rules:"

  /// Other names that people use for a key, for "did you mean".
  static let otherNames: [String: String] = {
    var names = [
      "unless": "not", "if": "when", "match": "when", "action": "route", "to": "route", "gte": "min", "lte": "max",
      "policy": "rules", "hits": "min_hits",
    ]
    for predicate in Policy.predicates {
      for name in predicate.otherNames { names[name] = predicate.key }
    }
    return names
  }()

  let file: String
  let lists: ListSource
  var problems: [PolicyProblem] = []
  var rules: [Rule] = []
  var labels: [Name: LabelTarget]?
  var cuts: [Int]?
  /// What `field` conditions look at, in the order in which it was first named.
  var fieldPaths: [FieldPath] = []

  init(file: String, lists: ListSource) {
    self.file = file
    self.lists = lists
  }

  /// - Throws: `PolicyError` with all problems found.
  mutating func read(_ bytes: [UInt8]) throws(PolicyError) {
    if let root = compose(bytes) { readRoot(root) }
    if !problems.isEmpty {
      let ordered = problems.enumerated().sorted { a, b in
        let (p, q) = (a.element, b.element)
        return (p.file == file ? 0 : 1, p.line, p.column, a.offset) < (
          q.file == file ? 0 : 1, q.line, q.column, b.offset
        )
      }
      throw PolicyError(problems: ordered.map(\.element))
    }
  }

  private mutating func readRoot(_ root: Node) {
    guard let fields = fields(of: root, at: "", allowed: ["version", "thresholds", "labels", "rules"]) else { return }
    if let version = fields["version"] {
      if text(version, at: "version") != "1" {
        report(version, "version", "this program reads version 1", "Write version: 1")
      }
    } else {
      report(root, "version", "the key is missing", "Begin the file with version: 1")
    }
    if let node = fields["thresholds"] { cuts = readThresholds(node) }
    if let node = fields["labels"] { labels = readLabels(node) }
    if let node = fields["rules"] {
      readRules(node)
    } else {
      report(root, "rules", "the key is missing", "Add rules:, a list whose last entry has only a name and a route")
    }
  }
}
