import SluiceCore
import Testing

/// Nobody gets a score without the cuts, nor one that speaks for a part of the text.
struct JudgeTests {
  /// Level 2 with probability 0.6; scores as many bytes as it is told, nothing if it is told to fail.
  private struct FixedScorer: Scorer {
    let name = "fixed"
    let digest = "0"
    var unread = 0
    var fails = false

    func makeSession() -> any ScoringSession { Session(scorer: self) }

    private final class Session: ScoringSession {
      let scorer: FixedScorer

      init(scorer: FixedScorer) { self.scorer = scorer }

      func assess(_ text: UnsafeBufferPointer<UInt8>) -> Assessment? {
        if scorer.fails { return nil }
        return Assessment(
          score: .slight, probabilities: LevelProbabilities(parts: [4000, 0, 6000, 0, 0, 0]), category: .violence,
          stance: .topical, span: 0..<text.count, scoredBytes: text.count - scorer.unread)
      }
    }
  }

  @Test func theModelDecidesWithoutCuts() throws {
    let assessment = try Judge(FixedScorer(), cuts: nil).judge("some text").get()
    #expect(assessment.score == .slight && assessment.category == .violence && assessment.scoredBytes == 9)
  }

  @Test(arguments: [
    ([1, 1, 10_000, 10_000, 10_000], SafetyScore.slight), ([6000, 6001, 1, 1, 1], .minimal),
    ([6001, 6001, 1, 1, 1], .safe),
    ([1, 1, 0, 10_000, 10_000], .moderate),
  ])
  func cutsReplaceTheModelsDecisionAndNothingElse(_ cuts: [Int], _ expected: SafetyScore) throws {
    let plain = try Judge(FixedScorer(), cuts: nil).judge("some text").get()
    var assessment = try Judge(FixedScorer(), cuts: ScoreCuts(cuts)).judge("some text").get()
    #expect(assessment.score == expected)
    assessment.score = plain.score
    #expect(assessment == plain)
  }

  @Test(arguments: [nil, ScoreCuts([1, 1, 1, 1, 1])]) func aTextWithoutAWholeScoreIsQuarantined(_ cuts: ScoreCuts?) {
    #expect(Judge(FixedScorer(unread: 1), cuts: cuts).judge("some text") == .failure(.partlyScored))
    #expect(Judge(FixedScorer(fails: true), cuts: cuts).judge("some text") == .failure(.classifierFailed))
  }

  @Test func theHighestLevelThatReachesItsCutIsTheScore() {
    let cuts = ScoreCuts([5000, 5000, 4000, 3000, 10_000])
    #expect(cuts.score(LevelProbabilities(parts: [4000, 1000, 2000, 0, 3000, 0])) == .clear)
    #expect(cuts.score(LevelProbabilities(parts: [6000, 1000, 1000, 0, 2000, 0])) == .safe)
  }
}
