internal import SluiceCore
internal import SluiceLedger
internal import SluiceMixing
internal import SluiceReport

/// The story of a document that was made from another one, up to what it was made from.
struct MadeStory: Codable {
  var made: MadeDocument
  /// Folder of the run it comes from.
  var run: String

  func render() -> String {
    var lines = ["\(made.place)  ←  \(made.originKey)"]
    func add(_ name: String, _ value: String?) {
      guard let value, !value.isEmpty else { return }
      lines.append("  " + name + String(repeating: " ", count: max(1, 14 - name.count)) + Printable.line(value))
    }
    add("id", made.id)
    add("component", made.component.map { "\($0), copy \(made.copy ?? 1)" })
    add(
      "made by", made.stage.map { stage in "\(stage)" + (made.style.map { $0.isEmpty ? "" : ", style \($0)" } ?? "") })
    add("prompt", made.prompt.map { "\($0), version \(made.promptVersion ?? "")" })
    add("model asked", made.model)
    add("tags", made.tags.map { "\($0)" })
    add("run", run)
    return lines.joined(separator: "\n") + "\n"
  }

  /// Where a document, or what was made from it, stands in training sets.
  static func mixes(of key: DocumentKey, _ reader: LedgerReader) throws -> [String] {
    try reader.mixPlaces(of: key).map { "\($0.output)/\($0.path)#\($0.place.line) (\($0.place.component))" }
  }
}
