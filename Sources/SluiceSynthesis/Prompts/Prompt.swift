internal import Foundation
internal import SluiceCore
internal import SluiceIO
internal import Yams

/// One prompt file: front matter between two lines of `---`, then Markdown.
///
/// A file without `style` is the frame of its stage; its body has the sections `# System` and `# User`. A
/// file with `style` is one way to write: its body is the frame's `{{instruction}}`.
package struct Prompt: Sendable {
  package var name: String
  var version: String
  var stage: String
  package var style: String?
  var placeholders: [String]
  /// A frame's words on each category of harm, for `{{guidance}}`.
  var guidance: [String: String]
  /// Lists of names (`speakers`).
  var lists: [String: [String]]
  var body: String

  /// - Throws: `SynthesisError` naming file, line and remedy.
  package init(_ bytes: [UInt8], file: String) throws {
    func broken(_ line: Int, _ reason: String) -> SynthesisError {
      SynthesisError("\(file.shown): line \(line): \(reason)")
    }
    let content = ByteOrderMark.isBefore(bytes) ? bytes.dropFirst(3) : bytes[...]
    guard let text = String(validating: content, as: UTF8.self)?.replacingOccurrences(of: "\r\n", with: "\n") else {
      throw SynthesisError("\(file.shown): not UTF-8; save the prompt as UTF-8")
    }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") else {
      throw broken(1, "a prompt begins with front matter: name, version, stage, placeholders between two lines of ---")
    }
    let front: [String: Any]
    do {
      front = try Yams.load(yaml: lines[1..<end].joined(separator: "\n")) as? [String: Any] ?? [:]
    } catch let error as YamlError {
      let line = if case .parser(_, _, let mark, _) = error { mark.line } else { 0 }
      throw broken(line + 1, "the front matter is not YAML")
    }
    func line(of key: String) -> Int { (lines.firstIndex { $0.hasPrefix(key + ":") } ?? 0) + 1 }
    let known: Set = ["name", "version", "stage", "style", "placeholders", "guidance", "people", "assistants"]
    if let other = front.keys.sorted().first(where: { !known.contains($0) }) {
      throw broken(
        line(of: other),
        "unknown key '\(other)' in the front matter; known keys: \(known.sorted().joined(separator: ", "))")
    }
    func required(_ key: String) throws -> String {
      guard let value = front[key].map({ "\($0)" }), !value.isEmpty else {
        throw broken(1, "the front matter lacks \(key)")
      }
      return value
    }
    name = try required("name")
    version = try required("version")
    stage = try required("stage")
    style = front["style"].map { "\($0)" }
    guard let declared = front["placeholders"] as? [String] else {
      throw broken(line(of: "placeholders"), "placeholders must be a list, such as [fence, document]; [] for none")
    }
    placeholders = declared
    guidance = front["guidance"] as? [String: String] ?? [:]
    lists = front.compactMapValues { $0 as? [String] }
    body = lines[(end + 1)...].joined(separator: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
    guard !body.isEmpty else { throw broken(end + 2, "the prompt is empty") }
    for (index, text) in lines.enumerated().dropFirst(end + 1) {
      for used in Template.placeholders(in: String(text)) where !declared.contains(used) {
        throw broken(index + 1, "{{\(used)}} is not among the declared placeholders")
      }
    }
    let used = Set(Template.placeholders(in: body))
    if let idle = declared.first(where: { !used.contains($0) }) {
      throw broken(line(of: "placeholders"), "the placeholder \(idle) is declared but not used")
    }
  }

  /// The sections of a frame.
  ///
  /// - Throws: `SynthesisError` if one is missing.
  func sections(file: String) throws -> (system: String, user: String) {
    let parts = body.components(separatedBy: "\n# User\n")
    guard parts.count == 2, parts[0].hasPrefix("# System\n") else {
      throw SynthesisError(
        "\(file.shown): a frame has the two sections '# System' and '# User', each once, in this order")
    }
    return (
      String(parts[0].dropFirst("# System\n".count)).trimmingCharacters(in: .whitespacesAndNewlines),
      parts[1].trimmingCharacters(in: .whitespacesAndNewlines)
    )
  }
}
