import SluiceCore
import SluiceTraining
import Testing

struct ComparisonReportTests {
  @Test func aBetterModelIsSeenToBeBetter() throws {
    let truths = (0..<120).map { $0 % 6 }
    let worse = outcomes(truths.enumerated().map { (truth: $1, predicted: $0 % 3 == 0 ? $1 : 0) })
    let better = outcomes(truths.enumerated().map { (truth: $1, predicted: $0 % 4 == 0 ? 0 : $1) })
    let report = ComparisonReport((NamedScorer(name: "a"), worse), (NamedScorer(name: "b"), better))
    let accuracy = try #require(report.differences["accuracy"])
    #expect(accuracy.difference.value == accuracy.second - accuracy.first)
    #expect(accuracy.difference.low > 0)
    #expect(accuracy.secondHigher == 1)
    #expect(report.text().contains("quadratic_kappa"))
  }

  @Test func aModelIsNoBetterThanItself() throws {
    let same = outcomes((0..<60).map { (truth: $0 % 6, predicted: $0 % 5) })
    let report = ComparisonReport((NamedScorer(), same), (NamedScorer(), same))
    let kappa = try #require(report.differences["quadratic_kappa"])
    #expect(kappa.difference == Estimate(value: 0, low: 0, high: 0))
    #expect(kappa.secondHigher == 0.5)
  }

  @Test func documentsEitherCannotScoreAreLeftOut() {
    let documents = [document(1, truth: 0), document(2, truth: 3)]
    let first = [Outcome(documents[0], assessment(level: 0)), Outcome(documents[1], assessment(level: 3))]
    let second = [Outcome(documents[0], nil), Outcome(documents[1], assessment(level: 3))]
    let report = ComparisonReport((NamedScorer(), first), (NamedScorer(), second))
    #expect(report.documents == 1)
    #expect(report.leftOut == 1)
  }
}
