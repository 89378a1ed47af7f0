public import SluiceCore

/// A document somebody judged.
public struct LabelledDocument: Sendable {
  /// File and line, such as `rubric.jsonl.zst#12`.
  public var key: DocumentKey
  public var text: String
  public var source: String
  public var score: SafetyScore
  /// Nil where the data names none, or a category of some other scheme.
  public var category: Category?
  public var stance: Stance?

  public init(
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
public struct LabelledDataError: Error, Sendable, Hashable, CustomStringConvertible {
  public var path: String
  /// From 1; nil if it concerns the whole file.
  public var line: Int?
  public var reason: String

  public init(path: String, line: Int? = nil, reason: String) {
    self.path = path
    self.line = line
    self.reason = reason
  }

  public var description: String {
    let place = line.map { "\(path), line \($0)" } ?? path
    return "\(place): \(reason). Labelled data is JSONL with text (string) and score or severity (0 to 5); "
      + "id, source, category and stance are optional"
  }
}
