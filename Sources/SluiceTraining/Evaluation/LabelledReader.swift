internal import SluiceCore
internal import SluiceIO

/// Reads labelled JSONL, plain or compressed: `{"text", "score"|"severity", "source", "category", "stance"}`. It is
/// as strict as a run: a line that does not fit is an error, since measuring on part of a test set would mislead.
package enum LabelledReader {
  private enum Field: String, CaseIterable {
    case text, score, severity, source, category, stance
    /// Not looked at: a line in which a key of a document occurs twice is as bad here as in a run.
    case id, url
  }

  /// Calls `body` with each document of a file, in order. Blank lines are skipped.
  ///
  /// - Throws: ``LabelledDataError``, `IOFailure` of the reader, or what `body` throws.
  package static func read(_ path: String, _ body: (LabelledDocument) throws -> Void) throws {
    let name = Name(path).split("/").last ?? Name(path)
    let lines = try LineCursor(path: path)
    let fields = FieldReader<Field>()
    while try lines.nextRow() {
      let document: LabelledDocument
      do {
        document = try self.document(fields.parse(lines), key: DocumentKey(shard: name, line: lines.number))
      } catch {
        throw LabelledDataError(path: path, line: lines.number, reason: error.reason)
      }
      try body(document)
    }
  }

  /// All documents of some files.
  ///
  /// - Throws: as ``read(_:_:)``, and ``LabelledDataError`` if there is no document at all.
  package static func documents(in paths: [String]) throws -> [LabelledDocument] {
    var documents: [LabelledDocument] = []
    for path in paths { try read(path) { documents.append($0) } }
    guard !documents.isEmpty else {
      throw LabelledDataError(path: paths.joined(separator: ", "), reason: "there is no document")
    }
    return documents
  }

  /// What is wrong with a line.
  private struct Misfit: Error {
    var reason: String
  }

  private static func document(
    _ line: Result<NamedFields<Field>, QuarantineReason>, key: DocumentKey
  ) throws(Misfit) -> LabelledDocument {
    let fields: NamedFields<Field>
    switch line {
    case .success(let found): fields = found
    case .failure(.duplicateKey): throw Misfit(reason: "a key occurs twice, so readers would disagree")
    case .failure(.lineTooLong): throw Misfit(reason: "the line is longer than 64 MiB")
    case .failure(let problem): throw Misfit(reason: problem.explanation)
    }
    guard let text = fields[.text].string else { throw Misfit(reason: "text is missing or not a string") }
    let (own, mapped) = (try level(fields[.score], "score"), try level(fields[.severity], "severity"))
    guard let level = own ?? mapped else { throw Misfit(reason: "neither score nor severity") }
    guard let score = UInt8(exactly: level).flatMap(SafetyScore.init) else {
      throw Misfit(reason: "the score is not 0 to 5")
    }
    return LabelledDocument(
      key: key, text: text, source: try string(fields[.source], "source") ?? "", score: score,
      category: try string(fields[.category], "category").flatMap(Category.init),
      stance: try string(fields[.stance], "stance").flatMap(Stance.init))
  }

  private static func level(_ value: FieldValue, _ name: String) throws(Misfit) -> Int? {
    switch value {
    case .missing, .null: return nil
    case .real(let number):
      if let level = Int(exactly: number) { return level }
    default:
      if let level = value.integer { return level }
    }
    throw Misfit(reason: "\(name) is not a whole number")
  }

  private static func string(_ value: FieldValue, _ name: String) throws(Misfit) -> String? {
    switch value {
    case .missing, .null: return nil
    default:
      guard let string = value.string else { throw Misfit(reason: "\(name) is not a string") }
      return string
    }
  }
}
