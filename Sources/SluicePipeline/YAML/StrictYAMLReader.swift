package import Yams

/// Largest settings file accepted, in bytes.
package let largestYAMLFile = 1 << 20

/// Reads a file of settings (a policy, a recipe) strictly: everything that is not understood is a problem with
/// a place, and reading continues, so that one run reports all problems.
package protocol StrictYAMLReader {
  var file: String { get }
  var problems: [PolicyProblem] { get set }
  /// What to do about an empty file.
  static var beginning: String { get }
  /// Other names that people use for a key, for "did you mean".
  static var otherNames: [String: String] { get }
}

extension StrictYAMLReader {
  package mutating func report(_ node: Node, _ key: String, _ message: String, _ remedy: String) {
    problems.append(
      PolicyProblem(
        file: file, line: node.mark?.line ?? 0, column: node.mark?.column ?? 0, key: key, message: message,
        remedy: remedy))
  }

  /// The values of a map by key; nil, with a problem, if the node is not a map. Unknown keys are reported.
  package mutating func fields(of node: Node, at path: String, allowed: [String]) -> [String: Node]? {
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

  package static func join(_ path: String, _ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  /// A single value; nil, with a problem, if the node is a map, a list or empty.
  package mutating func text(_ node: Node, at path: String) -> String? {
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
  package mutating func values(_ node: Node, at path: String) -> [Node] {
    guard case .sequence(let sequence) = node else { return [node] }
    if sequence.isEmpty { report(node, path, "the list is empty", "Name at least one value, or remove the key") }
    return Array(sequence)
  }

  package mutating func flag(_ node: Node, at path: String) -> Bool? {
    guard let text = text(node, at: path) else { return nil }
    if text == "true" { return true }
    if text == "false" { return false }
    report(node, path, "expected true or false, not \(quoted(text))", "Write true or false")
    return nil
  }

  package mutating func choice<T: RawRepresentable & CaseIterable>(_ node: Node, at path: String, _ what: String) -> T?
  where T.RawValue == String {
    guard let text = text(node, at: path) else { return nil }
    if let value = T(rawValue: text) { return value }
    reportUnknown(node, path, what, text, T.allCases.map(\.rawValue))
    return nil
  }

  package mutating func reportUnknown(_ node: Node, _ path: String, _ what: String, _ text: String, _ names: [String]) {
    let known = "Known: \(NearestSpelling.list(names, "and"))"
    report(
      node, path, "unknown \(what) \(quoted(text))",
      NearestSpelling.of(text, in: names).map { "Did you mean \($0)? \(known)" } ?? known)
  }

  /// For messages: shortened, on one line.
  package func quoted(_ text: String) -> String {
    let line = text.unicodeScalars.prefix(40).map { $0.value < 0x20 ? " " : String($0) }.joined()
    return "'\(line)\(text.unicodeScalars.count > 40 ? "…" : "")'"
  }
}
