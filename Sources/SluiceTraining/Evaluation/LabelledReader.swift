import Foundation
internal import SluiceCore
internal import SluiceIO

/// Reads labelled JSONL, plain or compressed: `{"text", "score"|"severity", "source", "category",
/// "stance"}`. A line that does not fit is an error: measuring on part of a test set would mislead.
package enum LabelledReader {
  private struct Line: Decodable {
    var text: String
    var score: Int?
    var severity: Int?
    var source: String?
    var category: String?
    var stance: String?
  }

  /// Calls `body` with each document of a file, in order. Blank lines are skipped.
  ///
  /// - Throws: ``LabelledDataError``, `IOFailure` of the reader, or what `body` throws.
  package static func read(_ path: String, _ body: (LabelledDocument) throws -> Void) throws {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let reader = try ShardReader(path: path)
    let chunk = Chunk()
    let decoder = JSONDecoder()
    while try reader.next(into: chunk) {
      guard case .lines = chunk.content else {
        throw LabelledDataError(path: path, line: chunk.linesBefore + 1, reason: "the line is longer than 64 MiB")
      }
      var number = chunk.linesBefore
      for line in chunk.buffer.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
        number += 1
        guard line.contains(where: { $0 > 0x20 }) else { continue }
        try body(document(Data(line), decoder, key: DocumentKey(shard: name, line: number), path: path))
      }
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

  private static func document(
    _ json: Data, _ decoder: JSONDecoder, key: DocumentKey, path: String
  ) throws -> LabelledDocument {
    func broken(_ reason: String) -> LabelledDataError {
      LabelledDataError(path: path, line: key.line, reason: reason)
    }
    // The decoder's own error may quote the text, so it goes no further.
    guard let line = try? decoder.decode(Line.self, from: json) else {
      throw broken("not an object with the right types")
    }
    guard let level = line.score ?? line.severity else { throw broken("neither score nor severity") }
    guard let score = UInt8(exactly: level).flatMap(SafetyScore.init) else { throw broken("the score is not 0 to 5") }
    return LabelledDocument(
      key: key, text: line.text, source: line.source ?? "", score: score,
      category: line.category.flatMap(Category.init), stance: line.stance.flatMap(Stance.init))
  }
}
