import SluiceCore
import SluicePipeline
import SluiceReport

/// Reports written for the tests.
enum Sample {
  /// - Parameter levels: documents at each level; each has 100 words and 600 bytes.
  static func report(
    _ levels: [Int], source: String? = "web", sample: Double = 1, change: (inout ReportInput) -> Void = { _ in }
  ) -> CorpusReport {
    var input = ReportInput()
    var observations = Observations(termCategories: 1)
    for (score, count) in zip(SafetyScore.allCases, levels) where count > 0 {
      let route: Route = score == .safe ? .keep : score >= .clear ? .refusal : .recontextualize
      input.totals.add(
        Totals.Key(
          source: source.map { Name($0) }, score: score, route: route, category: score == .safe ? .none : .violence,
          stance: score == .safe ? .none : .topical, language: .supported),
        Totals.Count(documents: count, textBytes: 600 * count, words: 100 * count))
      for _ in 0..<count {
        observations.add(
          score: score, probabilities: parts(score), Totals.Count(documents: 1, textBytes: 600, words: 100))
      }
    }
    input.observations = observations
    input.termCategories = ["privacy"]
    input.lines = levels.reduce(0, +)
    input.textBytes = 600 * input.lines
    input.scoredBytes = input.textBytes
    change(&input)
    return CorpusReport(input, run: facts(sample: sample), rate: SynthesisRate(pricePerMillionTokens: 2))
  }

  /// Nine tenths on one level, one on the next (or the one before).
  static func parts(_ score: SafetyScore) -> LevelProbabilities {
    var parts = InlineArray<6, UInt16>(repeating: 0)
    parts[Int(score.rawValue)] = 9000
    parts[score == .high ? 4 : Int(score.rawValue) + 1] = 1000
    return LevelProbabilities(parts: parts)
  }

  static func facts(sample: Double = 1) -> RunFacts {
    RunFacts(
      kind: "scan", inputs: ["corpus"], madeAt: "2026-01-01T00:00:00Z", sluiceVersion: "0", model: "m",
      modelSHA256: "ab", policy: "default", policySHA256: "cd", options: [:], shards: 1, inputBytes: 1, seconds: 1,
      sample: sample)
  }

  static func example(_ id: String, text: String? = nil) -> DocumentExample {
    DocumentExample(
      key: DocumentKey(shard: Name(id), line: 1), id: Name(id), source: Name(id), contentHash: 7, score: .moderate,
      probabilities: parts(.moderate), category: .violence, stance: .harmful, scalarSpan: 0..<3, textBytes: 9,
      route: .recontextualize, rule: "r",
      excerpt: text.map { DocumentExample.Excerpt(before: $0, span: $0, after: $0, isCut: false) })
  }
}
