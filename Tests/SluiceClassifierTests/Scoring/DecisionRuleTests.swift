import SluiceClassifier
import SluiceCore
import Testing

struct DecisionRuleTests {
  static let rule = DecisionRule(calibration: Calibration(), cuts: [0.5, 0.5, 0.5, 0.5, 0.3])

  /// Outputs with these logits, the first category and the first stance ahead.
  static func outputs(_ logits: [Float]) -> Head.Outputs {
    var outputs = Screen.outputs { logits[$0] }
    outputs[Head.levels + 2] = 0.5
    return outputs
  }

  @Test func theLevelIsTheHighestWhoseCutIsReached() {
    #expect(Self.rule.level(of: Self.outputs([-9, -9, -9, -9, -9])) == 0)
    #expect(Self.rule.level(of: Self.outputs([9, 9, -9, -9, -9])) == 2)
    #expect(Self.rule.level(of: Self.outputs([9, 9, 9, 9, -0.8])) == 5, "its cut is 0.3")
    #expect(Self.rule.level(of: Self.outputs([0, -9, -9, -9, -9])) == 1, "a cut that is just reached")
  }

  @Test func aHigherLevelIsNeverLikelierThanALowerOne() {
    let cumulative = Self.rule.calibration.cumulative(Self.outputs([-1, 5, 0, 9, 9]))
    for k in 1..<Head.levels { #expect(cumulative[k] <= cumulative[k - 1]) }
  }

  @Test func theCategoryIsNoneForLevelZeroAlone() throws {
    func assess(_ logits: [Float]) throws -> Assessment {
      try #require(Self.rule.assessment(of: Self.outputs(logits), span: 0..<4, scoredBytes: 4))
    }
    let (safe, harmful) = (try assess([-9, -9, -9, -9, -9]), try assess([9, 9, 9, -9, -9]))
    #expect(safe.score == .safe && safe.category == Category.none)
    #expect(harmful.score == .moderate && harmful.category == Category.allCases[2])
    #expect(safe.probabilities[.safe] > 0.99 && harmful.probabilities[.moderate] > 0.99)
  }

  @Test func calibrationMovesLogits() {
    var calibration = Calibration()
    calibration.offsets[0] = -5
    let strict = DecisionRule(calibration: calibration, cuts: Self.rule.cuts)
    #expect(Self.rule.level(of: Self.outputs([2, -9, -9, -9, -9])) == 1)
    #expect(strict.level(of: Self.outputs([2, -9, -9, -9, -9])) == 0)
  }

  @Test func outputsThatAreNotNumbersCountAsTheHighestLevel() {
    let outputs = Head.Outputs(repeating: .nan)
    #expect(Self.rule.assessment(of: outputs, span: 0..<0, scoredBytes: 0)?.score == .high)
  }
}
