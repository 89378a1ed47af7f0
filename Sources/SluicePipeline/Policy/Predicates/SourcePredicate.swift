internal import SluiceCore
internal import Yams

/// `source`: the source has one of these names, or matches one of these patterns.
final class SourcePredicate: TestPredicate {
  static let key = "source"
  static let otherNames: [String] = []

  private let names: ByteSet
  private let patterns: [NamePattern]
  let canonical: String
  let clause: String
  let isRecorded = true

  private init(names: ListEntries, globs: ListEntries) {
    self.names = ByteSet(names.slices)
    patterns = globs.strings.map { NamePattern($0) }
    canonical = "exact=\(names.digest) glob=\(globs.digest)"
    var phrases: [String] = []
    if !names.entries.isEmpty { phrases.append("is \(names.phrase("source"))") }
    if !globs.entries.isEmpty { phrases.append("looks like \(globs.phrase("pattern"))") }
    clause = "the source \(phrases.joined(separator: " or "))"
  }

  func holds(_ input: PolicyInput) -> Bool {
    guard let source = input.source else { return false }
    return names.contains(source) || patterns.contains { $0.matches(source) }
  }

  static func read(_ node: Node, at path: String, with reader: inout PolicyReader) -> SourcePredicate? {
    var names = ListEntries()
    var globs = ListEntries()
    if case .mapping = node {
      guard let fields = reader.fields(of: node, at: path, allowed: ["exact", "glob"]) else { return nil }
      if let node = fields["exact"] { reader.addInline(node, at: path + ".exact", to: &names) }
      if let node = fields["glob"] { reader.addInline(node, at: path + ".glob", to: &globs) }
    } else {
      reader.addInline(node, at: path, to: &names)
      for entry in names.entries where NamePattern.looksLikePattern(String(decoding: entry.bytes, as: UTF8.self)) {
        reader.report(
          entry, path, "a plain source name is compared as it is written, and this one contains * or ?",
          "Write {glob: …} for a pattern, or {exact: …} if the name really contains that character")
      }
    }
    guard reader.isGiven([names, globs], node, path) else { return nil }
    return SourcePredicate(names: names, globs: globs)
  }
}
