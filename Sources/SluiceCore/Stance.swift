/// What a text does with its harmful topic: nothing, discuss it, or do it. Telling the last two
/// apart is what keeps history, news and medicine out of the refusal queue.
public enum Stance: String, CaseIterable, Sendable, Codable {
  /// No harmful topic; discusses harm; does, promotes or enables harm.
  case none, topical, harmful
}
