import SluiceCore

/// Takes a text for unsafe that is written in capitals.
struct LoudnessScorer: Scorer {
  let name = "loudness-1"
  // Of whatever decides: weights, lists, code. Decisions are bound to it.
  let digest = "a4f2a1b0c6f7"

  func makeSession() -> any ScoringSession { Session() }

  private final class Session: ScoringSession {
    func assess(_ text: UnsafeBufferPointer<UInt8>) -> Assessment? {
      let capitals = text.count { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
      let isLoud = capitals * 2 > text.count
      let probabilities = LevelProbabilities(rounding: isLoud ? [0, 0, 0, 0.1, 0.8, 0.1] : [0.9, 0.1, 0, 0, 0, 0])
      guard let probabilities else { return nil }
      return Assessment(
        score: isLoud ? .clear : .safe, probabilities: probabilities, category: isLoud ? .harassmentHate : .none,
        stance: isLoud ? .harmful : .none, span: 0..<text.count, scoredBytes: text.count)
    }
  }
}
