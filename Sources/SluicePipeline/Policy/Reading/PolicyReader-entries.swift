internal import Yams

extension PolicyReader {
  /// Inline values, or a map with an inline key, a file key and the other keys given.
  mutating func readEntries(
    _ node: Node, at path: String, inline: String, file: String, others: [String]
  ) -> (ListEntries, [String: Node])? {
    var entries = ListEntries()
    guard case .mapping = node else {
      addInline(node, at: path, to: &entries)
      return (entries, [:])
    }
    guard let fields = fields(of: node, at: path, allowed: [inline, file] + others) else { return nil }
    if let node = fields[inline] { addInline(node, at: "\(path).\(inline)", to: &entries) }
    if let node = fields[file] { addFiles(node, at: "\(path).\(file)", to: &entries) }
    if fields[inline] == nil && fields[file] == nil {
      report(node, path, "neither \(inline) nor \(file) is given", "Add \(inline): […] or \(file): name.txt")
      return nil
    }
    return (entries, fields)
  }

  mutating func addInline(_ node: Node, at path: String, to entries: inout ListEntries) {
    for value in values(node, at: path) {
      guard let text = text(value, at: path) else { continue }
      entries.entries.append(.init(bytes: Array(text.utf8)[...], node: value, file: file, line: 0))
    }
  }

  mutating func addFiles(_ node: Node, at path: String, to entries: inout ListEntries) {
    for value in values(node, at: path) {
      guard let name = text(value, at: path) else { continue }
      do throws(ListSource.Failure) {
        let (shown, bytes) = try lists.load(name)
        let before = entries.entries.count
        entries.files.append(name)
        if let line = entries.add(file: shown, bytes: bytes) {
          problems.append(
            PolicyProblem(
              file: shown, line: line, column: 1, key: path, message: "the line is not UTF-8",
              remedy: "Save the file as UTF-8"))
        } else if entries.entries.count == before {
          report(value, path, "the list file \(shown) has no entries", "Add entries, one per line, or remove the key")
        }
      } catch {
        report(value, path, error.message, error.remedy)
      }
    }
  }

  /// Whether there are entries to match. If not, the reason has already been reported.
  mutating func isGiven(_ lists: [ListEntries], _ node: Node, _ path: String) -> Bool {
    if lists.contains(where: { !$0.entries.isEmpty }) { return true }
    if case .mapping(let mapping) = node, mapping.isEmpty {
      report(node, path, "nothing is listed", "Name at least one value")
    }
    return false
  }

  mutating func report(_ entry: ListEntries.Entry, _ path: String, _ message: String, _ remedy: String) {
    if let node = entry.node { return report(node, path, message, remedy) }
    problems.append(
      PolicyProblem(file: entry.file, line: entry.line, column: 1, key: path, message: message, remedy: remedy))
  }
}
