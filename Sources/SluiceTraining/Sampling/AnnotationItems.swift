internal import SluiceIO

/// Reads the documents to judge: JSON Lines with text, and id and source where they are there.
package enum AnnotationItems {
  /// - Throws: `IOFailure` with file and line: nobody should judge half a file without knowing.
  package static func read(_ path: String) throws -> [AnnotationItem] {
    let reader = try ShardReader(path: path)
    let parser = LineParser(fields: FieldPaths(), reservedKey: "")
    let chunk = Chunk()
    let name = path.split(separator: "/").last.map(String.init) ?? path
    var items: [AnnotationItem] = []
    var lines: [String: Int] = [:]
    func broken(_ line: Int, _ reason: String) -> IOFailure {
      IOFailure(.corrupt, path: path, "line \(line): \(reason)")
    }
    while try reader.next(into: chunk) {
      guard chunk.content == .lines else { throw broken(chunk.linesBefore + 1, "longer than 64 MiB") }
      try chunk.forEachLine { line, number in
        guard case .success(let fields) = parser.parse(line) else {
          throw broken(
            number, "no JSON object with text (string); id and source are optional. `sluice sample` writes such files")
        }
        let id = fields.id.map { String(decoding: $0, as: UTF8.self) } ?? "\(name)#\(number)"
        if let other = lines.updateValue(number, forKey: id) {
          throw broken(number, "has the same id as line \(other); judgements could not be told apart")
        }
        items.append(
          AnnotationItem(
            id: id, text: String(decoding: fields.text, as: UTF8.self),
            source: fields.source.map { String(decoding: $0, as: UTF8.self) } ?? ""))
      }
    }
    guard !items.isEmpty else { throw IOFailure(.noInput, path: path, "there is no document to judge") }
    return items
  }
}
