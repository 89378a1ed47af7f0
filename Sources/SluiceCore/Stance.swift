/// What a text does with its harmful topic: nothing, discuss it, or do it. Telling the last two
/// apart is what keeps history, news and medicine out of the refusal queue.
public enum Stance: String, CaseIterable, Sendable, Codable {
  case none, topical, harmful
}
