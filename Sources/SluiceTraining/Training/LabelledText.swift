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

  private enum Field: String, CaseIterable {
    case text, source, score, severity, category, stance, id
  }

  /// Reads rows of JSON Lines, compressed or not: `text`, `source`, and either `score`, `category`
  /// and `stance` (rubric labels) or `severity` (mapped ones). Lines that a run would quarantine, and lines without
  /// text or a label in 0...5, are skipped and counted.
  package static func read(_ path: String, isNatural: Bool = false) throws -> (rows: [LabelledText], skipped: Int) {
    let lines = try LineCursor(path: path)
    let fields = FieldReader<Field>()
    var rows: [LabelledText] = []
    var skipped = 0
    while try lines.nextRow() {
      if case .success(let found) = fields.parse(lines), let row = LabelledText(found, isNatural: isNatural) {
        rows.append(row)
      } else {
        skipped += 1
      }
    }
    return (rows, skipped)
  }

  private init?(_ fields: NamedFields<Field>, isNatural: Bool) {
    func number(_ field: Field) -> Float? { fields[field].identifier.flatMap { Float($0) } }
    let score = number(.score)
    guard let source = fields[.source].string, let text = fields[.text].bytes, text.count > 0,
      let label = score ?? number(.severity), label >= 0, label <= 5
    else { return nil }
    self.init(
      text: Array(text), severity: label,
      category: score == nil ? nil : fields[.category].string.flatMap { Category(rawValue: $0) },
      stance: score == nil ? nil : fields[.stance].string.flatMap { Stance(rawValue: $0) },
      source: source, isRubric: score != nil)
    self.isNatural = isNatural
  }
}
