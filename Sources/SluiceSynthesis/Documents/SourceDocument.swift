package import SluiceIO

/// A document a stage works on.
package struct SourceDocument: Sendable {
  /// `shard#line` of the corpus, through all stages.
  package var key: String
  package var text: String
  /// The document's own id and source; empty if it has none.
  package var id: String
  package var source: String
  /// The decision of the run.
  package var score: Int
  package var category: String

  package init(key: String, text: String, id: String, source: String, score: Int, category: String) {
    self.key = key
    self.text = text
    self.id = id
    self.source = source
    self.score = score
    self.category = category
  }
}

/// Where the fields of a row are.
package struct RowFields: Sendable {
  package var document: FieldPaths
  /// Key, score and category of the safety object, as text, id and source.
  package var safety: FieldPaths

  /// Rows of a queue, under the names the run was given.
  package init(queue fields: FieldPaths, safetyKey: String) {
    document = FieldPaths(text: fields.text, id: fields.id, source: fields.source, url: "")
    safety = FieldPaths(
      text: safetyKey + ".key", id: safetyKey + ".safety_score", source: safetyKey + ".category", url: "")
  }

  /// Rows of `synthetic/`.
  static let synthetic = RowFields(
    document: FieldPaths(text: "text", id: "metadata.origin_id", source: "source", url: ""),
    safety: FieldPaths(
      text: "metadata.origin_key", id: "metadata.origin_score", source: "metadata.origin_category", url: ""))

  private init(document: FieldPaths, safety: FieldPaths) {
    self.document = document
    self.safety = safety
  }
}

/// Hands out the documents of some files, one after another.
package final class DocumentSource {
  /// Files to read, and which of their documents are wanted.
  package struct Part {
    package var paths: [String]
    package var fields: RowFields
    package var includes: (String) throws -> Bool

    package init(paths: [String], fields: RowFields, includes: @escaping (String) throws -> Bool = { _ in true }) {
      self.paths = paths
      self.fields = fields
      self.includes = includes
    }
  }

  private let files: [(path: String, part: Int)]
  private let parts: [Part]
  private var next = 0
  private var cursor: LineCursor?
  private var documentParser: LineParser?
  private var safetyParser: LineParser?
  /// A document of the longest line allowed, and the object sluice added.
  private static let maxLineBytes = (64 << 20) + (1 << 20)

  package init(_ parts: [Part]) {
    self.parts = parts
    files = parts.enumerated().flatMap { index, part in part.paths.map { ($0, index) } }
  }

  /// The next document; nil at the end.
  ///
  /// - Throws: `IOFailure` naming the file and row if a file is not as sluice has written it.
  package func nextDocument() throws -> SourceDocument? {
    while true {
      guard let cursor else {
        guard next < files.count else { return nil }
        let file = files[next]
        var options = ShardReader.Options()
        options.maxLineBytes = Self.maxLineBytes
        self.cursor = try LineCursor(path: file.path, options: options)
        documentParser = LineParser(fields: parts[file.part].fields.document, reservedKey: "")
        safetyParser = LineParser(fields: parts[file.part].fields.safety, reservedKey: "")
        continue
      }
      guard try cursor.next() else {
        self.cursor = nil
        next += 1
        continue
      }
      if let document = try document(cursor) { return document }
    }
  }

  private func document(_ cursor: LineCursor) throws -> SourceDocument? {
    let file = files[next]
    func text(_ bytes: UnsafeBufferPointer<UInt8>?) -> String {
      bytes.map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
    guard cursor.isWhole, case .success(let safety) = safetyParser!.parse(cursor.bytes),
      let score = Int(text(safety.id))
    else { throw broken(file.path, cursor.number) }
    let key = text(safety.text)
    guard try parts[file.part].includes(key) else { return nil }
    let category = text(safety.source)
    guard case .success(let fields) = documentParser!.parse(cursor.bytes) else {
      throw broken(file.path, cursor.number)
    }
    return SourceDocument(
      key: key, text: text(fields.text), id: text(fields.id), source: text(fields.source), score: score,
      category: category)
  }

  private func broken(_ path: String, _ row: Int) -> IOFailure {
    IOFailure(.corrupt, path: path, "row \(row) is not one that sluice has written; `sluice verify` tells more")
  }
}
