/// What in a text spoke for or against its score. A word of the text: show it only where the text itself
/// may be shown.
public struct DrivingFeature: Sendable, Codable, Hashable {
  /// A word, or two words in a row, as they are in the text.
  public var text: String
  /// How often the driving window holds it.
  public var count: Int
  /// What it adds, all its occurrences together, to the logit of level 3 or above.
  public var contribution: Double

  public init(text: String, count: Int, contribution: Double) {
    self.text = text
    self.count = count
    self.contribution = contribution
  }
}
