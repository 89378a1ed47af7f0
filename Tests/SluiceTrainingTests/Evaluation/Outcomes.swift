import SluiceCore
import SluiceTraining

/// A scorer for tests that only need its name.
struct NamedScorer: Scorer {
  var name = "named"
  var digest = "00"

  func makeSession() -> any ScoringSession { fatalError("not scored with") }
}

/// A scorer that reads its answer off the text: `"3 0.9"` is level 3 with probability 0.9, the rest
/// at level 0; anything else cannot be scored.
struct ReadingScorer: Scorer {
  let name = "reading"
  let digest = "01"

  func makeSession() -> any ScoringSession { Session() }

  final class Session: ScoringSession {
    func assess(_ text: UnsafeBufferPointer<UInt8>) -> Assessment? {
      let fields = String(decoding: text, as: UTF8.self).split(separator: " ")
      guard fields.count == 2, let level = Int(fields[0]), let probability = Float(fields[1]) else { return nil }
      var assessment = assessment(level: level, probability: probability)
      assessment.scoredBytes = text.count
      return assessment
    }
  }
}

/// An assessment that gives `level` a probability and level 0 the rest.
func assessment(
  level: Int, probability: Float = 1, category: SluiceCore.Category = .none, stance: Stance = .none
) -> Assessment {
  var values = InlineArray<6, Float>(repeating: 0)
  values[0] = 1 - probability
  values[level] += probability
  return Assessment(
    score: SafetyScore(rawValue: UInt8(level))!, probabilities: LevelProbabilities(rounding: values)!,
    category: category,
    stance: stance, span: 0..<1, scoredBytes: 1)
}

func document(
  _ line: Int, truth: Int, text: String = "text", source: String = "s", category: SluiceCore.Category? = nil,
  stance: Stance? = nil
) -> LabelledDocument {
  LabelledDocument(
    key: DocumentKey(shard: "t", line: line), text: text, source: source, score: SafetyScore(rawValue: UInt8(truth))!,
    category: category, stance: stance)
}

/// Outcomes from pairs of true and predicted level.
func outcomes(_ pairs: [(truth: Int, predicted: Int)]) -> [Outcome] {
  pairs.enumerated().map { Outcome(document($0 + 1, truth: $1.truth), assessment(level: $1.predicted)) }
}
