internal import SluiceCore
internal import SluiceIO

/// Reads the documents to judge: JSON Lines with text, and id and source where they are there.
package enum AnnotationItems {
  /// - Throws: `IOFailure` with file and line: nobody should judge half a file without knowing.
  package static func read(_ path: String) throws -> [AnnotationItem] {
    let rows = try LineCursor(path: path)
    let parser = DocumentParser(FieldPaths())
    let name = Name(path).split("/").last ?? Name(path)
    var items: [AnnotationItem] = []
    var lines: [Name: Int] = [:]
    func broken(_ line: Int, _ reason: String) -> IOFailure {
      IOFailure(.corrupt, path: path, "line \(line): \(reason)")
    }
    while try rows.nextRow() {
      guard rows.isWhole else { throw broken(rows.number, "longer than 64 MiB") }
      guard case .success(let fields) = parser.parse(rows) else {
        throw broken(
          rows.number,
          "not a JSON object with text (string); id and source are optional. `sluice sample` writes such files")
      }
      let id = fields.id.map { String(decoding: $0, as: UTF8.self) } ?? "\(name.text)#\(rows.number)"
      if let other = lines.updateValue(rows.number, forKey: Name(id)) {
        throw broken(rows.number, "has the same id as line \(other); labels could not be told apart")
      }
      items.append(
        AnnotationItem(
          id: id, text: String(decoding: fields.text, as: UTF8.self),
          source: fields.source.map { String(decoding: $0, as: UTF8.self) } ?? ""))
    }
    guard !items.isEmpty else { throw IOFailure(.noInput, path: path, "there are no documents to label") }
    return items
  }
}
