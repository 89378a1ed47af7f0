internal import SluiceCore
internal import Yams

/// Reads a policy file strictly: everything that is not understood is a problem with a place, and
/// reading goes on so that one run reports them all.
struct PolicyReader {
  /// Largest policy file accepted, in bytes.
  static let largestFile = 1 << 20

  let file: String
  let lists: ListSource
  var problems: [PolicyProblem] = []
  var matchers: [ListMatcher] = []
  var rules: [Rule] = []
  var labels: [String: LabelTarget]?
  var cuts: [Int]?

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

  // MARK: Reading fields

  mutating func report(_ node: Node, _ key: String, _ message: String, _ remedy: String) {
    problems.append(
      PolicyProblem(
        file: file, line: node.mark?.line ?? 0, column: node.mark?.column ?? 0, key: key, message: message,
        remedy: remedy))
  }

  /// The values of a map by key; nil, with a problem, if the node is none. Unknown keys are reported.
  mutating func fields(of node: Node, at path: String, allowed: [String]) -> [String: Node]? {
    guard case .mapping(let mapping) = node else {
      report(node, path, "expected a map with \(NearestSpelling.list(allowed))", "Write it as key: value lines")
      return nil
    }
    var fields: [String: Node] = [:]
    for (keyNode, value) in mapping {
      guard case .scalar(let scalar) = keyNode else {
        report(keyNode, path, "a key must be a word", "Use one of \(NearestSpelling.list(allowed))")
        continue
      }
      if allowed.contains(scalar.string) {
        fields[scalar.string] = value
        continue
      }
      let nearest =
        Self.otherNames[scalar.string].flatMap { allowed.contains($0) ? $0 : nil }
        ?? NearestSpelling.of(scalar.string, in: allowed)
      report(
        keyNode, Self.join(path, scalar.string), "unknown key",
        nearest.map { "Did you mean \($0)?" + " Known here: \(NearestSpelling.list(allowed, "and"))" }
          ?? "Known here: \(NearestSpelling.list(allowed, "and"))")
    }
    return fields
  }

  /// What people write for a key called otherwise here.
  private static let otherNames = [
    "lang": "language", "length": "bytes", "size": "bytes", "chars": "bytes", "level": "score", "levels": "score",
    "ids": "id", "urls": "url", "domain": "url", "prob": "probability", "p": "probability", "words_list": "terms",
    "keywords": "terms", "phrases": "terms", "unless": "not", "if": "when", "match": "when", "action": "route",
    "to": "route", "gte": "min", "lte": "max", "policy": "rules", "hits": "min_hits",
  ]

  static func join(_ path: String, _ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  /// A single value; nil, with a problem, for maps, lists and nothing.
  mutating func text(_ node: Node, at path: String) -> String? {
    guard case .scalar(let scalar) = node else {
      report(node, path, "expected a single value", "Write \(path.split(separator: ".").last ?? "it"): value")
      return nil
    }
    if scalar.string.isEmpty || scalar.style == .plain && ["~", "null"].contains(scalar.string) {
      report(node, path, "the value is missing", "Write a value, or remove the key")
      return nil
    }
    return scalar.string
  }

  /// One value or a list of values; empty, with a problem, if there is none.
  mutating func values(_ node: Node, at path: String) -> [Node] {
    guard case .sequence(let sequence) = node else { return [node] }
    if sequence.isEmpty { report(node, path, "the list is empty", "Name at least one value, or remove the key") }
    return Array(sequence)
  }

  mutating func flag(_ node: Node, at path: String) -> Bool? {
    guard let text = text(node, at: path) else { return nil }
    if text == "true" { return true }
    if text == "false" { return false }
    report(node, path, "expected true or false, not \(quoted(text))", "Write true or false")
    return nil
  }

  mutating func choice<T: RawRepresentable & CaseIterable>(_ node: Node, at path: String, _ what: String) -> T?
  where T.RawValue == String {
    guard let text = text(node, at: path) else { return nil }
    if let value = T(rawValue: text) { return value }
    reportUnknown(node, path, what, text, T.allCases.map(\.rawValue))
    return nil
  }

  mutating func reportUnknown(_ node: Node, _ path: String, _ what: String, _ text: String, _ names: [String]) {
    let known = "Known: \(NearestSpelling.list(names, "and"))"
    report(
      node, path, "unknown \(what) \(quoted(text))",
      NearestSpelling.of(text, in: names).map { "Did you mean \($0)? \(known)" } ?? known)
  }

  /// For messages: shortened, on one line.
  func quoted(_ text: String) -> String {
    let line = text.unicodeScalars.prefix(40).map { $0.value < 0x20 ? " " : String($0) }.joined()
    return "'\(line)\(text.unicodeScalars.count > 40 ? "…" : "")'"
  }
}
