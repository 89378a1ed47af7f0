internal import SluiceIO
package import Yams

extension StrictYAMLReader {
  /// Turns the file's bytes into nodes; nil, with problems, if they are not one YAML document.
  package mutating func compose(_ bytes: [UInt8]) -> Node? {
    guard bytes.count <= largestYAMLFile else {
      return fail(
        0, 0, "the file is larger than 1 MiB", "Move long lists into files of their own and name them with file:")
    }
    guard let text = utf8Text(ByteOrderMark.isBefore(bytes) ? Array(bytes.dropFirst(3)) : bytes) else { return nil }
    let findings = YAMLSafety.findings(in: text)
    if !findings.isEmpty {
      for finding in findings { _ = fail(finding.line, finding.column, finding.message, finding.remedy) }
      return nil
    }
    var tokens = YAMLTokens()
    let held = tokens.hold(text)
    do {
      guard let root = try Yams.compose(yaml: held, .basic, .default, .utf8) else {
        return fail(1, 1, "the file is empty", Self.beginning)
      }
      return tokens.node(root)
    } catch let error as YamlError {
      return fail(error, in: held, tokens)
    } catch {
      return fail(0, 0, "the file is not YAML", "Check its syntax")
    }
  }

  private mutating func fail(_ line: Int, _ column: Int, _ message: String, _ remedy: String, key: String = "") -> Node?
  {
    problems.append(
      PolicyProblem(file: file, line: line, column: column, key: key, message: message, remedy: remedy))
    return nil
  }

  private mutating func utf8Text(_ bytes: [UInt8]) -> String? {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    var line = 1
    var rest = bytes[...]
    while let end = rest.firstIndex(of: 0x0A), String(validating: rest[..<end], as: UTF8.self) != nil {
      line += 1
      rest = rest[(end + 1)...]
    }
    _ = fail(line, 1, "the line is not UTF-8", "Save the file as UTF-8")
    return nil
  }

  private mutating func fail(_ error: YamlError, in text: String, _ tokens: YAMLTokens) -> Node? {
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let what = tokens.text(context.map { "\(problem) \($0.text)" } ?? problem)
      return fail(
        mark.line, mark.column, "not valid YAML: \(what)",
        "Check indentation, colons and quotes on this line and the one before")
    case .duplicatedKeysInMapping(let duplicates, let context):
      let key = tokens.text(duplicates.first ?? "")
      return fail(
        context.mark.line, context.mark.column, "the key occurs twice in one map; here is one of them",
        "Keep one of the two", key: key)
    case .reader(_, let offset, _, _):
      let line = text.prefix(offset ?? 0).unicodeScalars.count { $0 == "\n" } + 1
      return fail(line, 1, "a character YAML does not allow", "Remove it; the file is plain text")
    default:
      return fail(0, 0, "the file is not YAML", "Check its syntax")
    }
  }
}
