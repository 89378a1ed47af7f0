internal import Foundation
package import SluiceCore

/// A document to be judged.
package struct AnnotationItem: Sendable, Hashable {
  /// What identifies it in the output, such as its document key.
  package var id: String
  package var text: String
  package var source: String

  package init(id: String, text: String, source: String) {
    self.id = id
    self.text = text
    self.source = source
  }
}

/// A judgement: one line of labelled data, as `sluice train` and `sluice evaluate` read it.
package struct AnnotationRecord: Sendable, Hashable, Codable {
  package var id: String
  package var text: String
  package var source: String
  package var score: SafetyScore
  package var category: Category
  package var stance: Stance
  /// A few words; may be empty.
  package var reason: String
  package var annotator: String

  package init(
    item: AnnotationItem, score: SafetyScore, category: Category, stance: Stance, reason: String, annotator: String
  ) {
    id = item.id
    text = item.text
    source = item.source
    self.score = score
    self.category = category
    self.stance = stance
    self.reason = reason
    self.annotator = annotator
  }

  /// The record as JSON and a line feed.
  package func line() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
  }

  /// Reads an output file back, to continue where it ends.
  ///
  /// - Returns: its records, and the length of its whole lines: cut the file there before appending,
  ///   since a crash may have torn the last line.
  /// - Throws: ``LabelledDataError`` for a whole line that is not a record.
  package static func read(_ file: [UInt8], path: String) throws -> (records: [AnnotationRecord], validLength: Int) {
    let length = file.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let decoder = JSONDecoder()
    var records: [AnnotationRecord] = []
    for (index, line) in file[..<length].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .enumerated() where !line.isEmpty
    {
      guard let record = try? decoder.decode(AnnotationRecord.self, from: Data(line)) else {
        throw LabelledDataError(
          path: path, line: index + 1,
          reason: "not a judgement, which has id, text, source, score, category, stance, reason and annotator")
      }
      records.append(record)
    }
    return (records, length)
  }
}
