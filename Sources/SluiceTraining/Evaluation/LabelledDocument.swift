package import SluiceCore

/// A document somebody judged.
package struct LabelledDocument: Sendable {
  /// File and line, such as `rubric.jsonl.zst#12`.
  package var key: DocumentKey
  package var text: String
  package var source: String
  package var score: SafetyScore
  /// Nil where the data names none, or a category of some other scheme.
  package var category: Category?
  package var stance: Stance?

  package init(
    key: DocumentKey, text: String, source: String, score: SafetyScore, category: Category? = nil, stance: Stance? = nil
  ) {
    self.key = key
    self.text = text
    self.source = source
    self.score = score
    self.category = category
    self.stance = stance
  }
}

/// Why labelled data cannot be used. It holds no text of the data.
package struct LabelledDataError: Error, Sendable, Hashable, CustomStringConvertible {
  package var path: String
  /// From 1; nil if it concerns the whole file.
  package var line: Int?
  package var reason: String

  package init(path: String, line: Int? = nil, reason: String) {
    self.path = path
    self.line = line
    self.reason = reason
  }

  package var description: String {
    let place = line.map { "\(path.shown), line \($0)" } ?? path.shown
    return "\(place): \(reason). Labelled data is JSONL with text (string) and score or severity (0 to 5); "
      + "id, source, category and stance are optional"
  }
}
