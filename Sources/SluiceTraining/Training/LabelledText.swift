package import SluiceCore
internal import SluiceIO

/// A text with its label: a row of a training file.
package struct LabelledText: Sendable {
  /// UTF-8.
  package var text: [UInt8]
  /// The level, 0 to 5; a mapped severity may lie between levels.
  package var severity: Float
  /// Nil in files that were not labelled by the rubric.
  package var category: Category?
  package var stance: Stance?
  package var source: String
  /// Whether the label follows the rubric, or was mapped from another data set's.
  package var isRubric: Bool
  /// Whether the row is from a sample at natural rates, not one picked for being hard.
  package var isNatural = false
  /// Whether the text is a window of a document presumed harmless, which nobody judged.
  var isNeutral = false

  package init(
    text: [UInt8], severity: Float, category: Category?, stance: Stance?, source: String, isRubric: Bool
  ) {
    self.text = text
    self.severity = severity
    self.category = category
    self.stance = stance
    self.source = source
    self.isRubric = isRubric
  }

  /// Reads rows of JSON Lines, compressed or not: `text`, `source`, and either `score`, `category`
  /// and `stance` (rubric labels) or `severity` (mapped ones). Lines without a label in 0...5 or
  /// without text are skipped and counted.
  package static func read(_ path: String, isNatural: Bool = false) throws -> (rows: [LabelledText], skipped: Int) {
    let reader = try ShardReader(path: path)
    let rubric = LineParser(
      fields: FieldPaths(text: "text", id: "score", source: "category", url: "stance"), reservedKey: "\u{1}")
    let mapped = LineParser(
      fields: FieldPaths(text: "text", id: "severity", source: "id", url: "source"), reservedKey: "\u{1}")
    let chunk = Chunk()
    var rows: [LabelledText] = []
    var skipped = 0
    while try reader.next(into: chunk) {
      for line in lines(chunk.buffer.bytes) where !TextMeasure.isBlank(line) {
        guard case .success(let other) = mapped.parse(line), let source = other.url else {
          skipped += 1
          continue
        }
        let sourceName = String(decoding: source, as: UTF8.self)
        let severity = other.id.flatMap { Float(String(decoding: $0, as: UTF8.self)) }
        guard case .success(let fields) = rubric.parse(line), fields.text.count > 0 else {
          skipped += 1
          continue
        }
        let score = fields.id.flatMap { Float(String(decoding: $0, as: UTF8.self)) }
        guard let label = score ?? severity, label >= 0, label <= 5 else {
          skipped += 1
          continue
        }
        var row = LabelledText(
          text: Array(fields.text), severity: label,
          category: score == nil
            ? nil : fields.source.flatMap { Category(rawValue: String(decoding: $0, as: UTF8.self)) },
          stance: score == nil ? nil : fields.url.flatMap { Stance(rawValue: String(decoding: $0, as: UTF8.self)) },
          source: sourceName, isRubric: score != nil)
        row.isNatural = isNatural
        rows.append(row)
      }
    }
    return (rows, skipped)
  }

  private static func lines(_ bytes: UnsafeBufferPointer<UInt8>) -> [UnsafeBufferPointer<UInt8>] {
    bytes.split(separator: 0x0A, omittingEmptySubsequences: true).map { UnsafeBufferPointer(rebasing: $0) }
  }
}
