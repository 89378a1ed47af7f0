internal import SluiceCore
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

/// Where the fields of a row are, and how long it may be.
package struct RowFields: Sendable {
  enum Field: CaseIterable {
    case text, id, source
    /// What the run decided.
    case key, score, category
  }

  private let paths: [Field: FieldPath]
  let maxLineBytes: Int

  /// Rows of a queue, under the names the run was given.
  ///
  /// - Parameter maxLineBytes: longest line of the run's input.
  package init(queue fields: FieldPaths, safetyKey: String, maxLineBytes: Int) {
    paths = [
      .text: .dotted(fields.text), .id: .dotted(fields.id), .source: .dotted(fields.source),
      .key: SafetyObject.path(.key, safetyKey: safetyKey), .score: SafetyObject.path(.score, safetyKey: safetyKey),
      .category: SafetyObject.path(.category, safetyKey: safetyKey),
    ]
    self.maxLineBytes = maxLineBytes + QueueRowReader.mostAdded
  }

  /// Rows of `synthetic/`.
  static let synthetic = RowFields(
    synthetic: [
      .text: .text, .id: .originID, .source: .source, .key: .originKey, .score: .originScore,
      .category: .originCategory,
    ])

  private init(synthetic fields: [Field: SyntheticRow.Field]) {
    paths = fields.mapValues { .dotted($0.rawValue) }
    maxLineBytes = SyntheticRow.maxBytes
  }

  func makeReader() -> FieldReader<Field> { FieldReader { paths[$0]! } }
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
  private var reader: FieldReader<RowFields.Field>?

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
        var options = ShardReader.Options.known
        options.maxLineBytes = parts[file.part].fields.maxLineBytes
        self.cursor = try LineCursor(path: file.path, options: options)
        reader = parts[file.part].fields.makeReader()
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
    guard case .success(let row) = reader!.parse(cursor), let key = row[.key].string,
      let score = row[.score].identifier.flatMap({ Int($0) })
    else { throw broken(file.path, cursor.number) }
    guard try parts[file.part].includes(key) else { return nil }
    guard let text = row[.text].string else { throw broken(file.path, cursor.number) }
    return SourceDocument(
      key: key, text: text, id: row[.id].identifier ?? "", source: row[.source].string ?? "", score: score,
      category: row[.category].string ?? "")
  }

  private func broken(_ path: String, _ row: Int) -> IOFailure {
    IOFailure(.corrupt, path: path, "row \(row) is not one that sluice has written; `sluice verify` tells more")
  }
}
