import SluiceClassifier
import SluiceCore
import SluiceIO
import Testing

struct FastTextScorerTests {
  func assess(_ scorer: FastTextScorer, _ text: String) -> Assessment? {
    var text = text
    return text.withUTF8 { scorer.makeSession().assess($0) }
  }

  @Test func levelsInTheLabelsNeedNoMap() throws {
    let scorer = try FastTextScorer(model: TinyFastText().model())
    let assessment = try #require(assess(scorer, "storm storm"))
    // Mean of two (0, 3) and one (0, 0) is (0, 2); softmax gives e² / (1 + e²).
    #expect(abs(assessment.probabilities[.moderate] - 0.8808) < 1e-3)
    #expect(assessment.score == .moderate)
    #expect(assessment.stance == .harmful)
    #expect(assessment.category == Category.none)
    #expect(assessment.scoredBytes == 11)
    #expect(assessment.span == 0..<11)
  }

  @Test func decisionsAreBoundToTheFile() throws {
    let scorer = try FastTextScorer(model: TinyFastText().model())
    #expect(scorer.name == "fasttext:tiny.bin")
    #expect(scorer.digest == SHA256Digest.hex(of: TinyFastText().bytes))
  }

  @Test func labelsWithoutMeaningAreListedWithThePolicyToWrite() throws {
    let model = try TinyFastText(labels: ["__label__clean", "__label__toxic"]).model()
    #expect { try FastTextScorer(model: model) } throws: { error in
      let text = "\(error)"
      return text.contains("'__label__clean', '__label__toxic'") && text.contains("labels:")
        && text.contains("{score: 0}")
    }
    let partial: [Name: LabelTarget] = ["clean": LabelTarget(score: .safe)]
    #expect { try FastTextScorer(model: model, labels: partial) } throws: { "\($0)".contains("1 labels have no score") }
  }

  @Test func aMapGivesScoreCategoryAndStance() throws {
    let model = try TinyFastText(labels: ["__label__clean", "__label__toxic"]).model()
    let scorer = try FastTextScorer(
      model: model,
      labels: [
        "__label__clean": LabelTarget(score: .safe),
        "toxic": LabelTarget(score: .clear, category: .harassmentHate, stance: .topical),
      ])
    let assessment = try #require(assess(scorer, "storm"))
    #expect(assessment.score == .clear)
    #expect(assessment.category == .harassmentHate)
    #expect(assessment.stance == .topical)
    #expect(try #require(assess(scorer, "garden")).stance == Stance.none)
  }

  @Test func labelsOfOneLevelAreSummed() throws {
    var tiny = TinyFastText(labels: ["__label__a", "__label__b", "__label__c"], labelCounts: [3, 2, 1])
    tiny.output = [0, 1, 0, 0.9, 0, 1.2]
    let scorer = try FastTextScorer(
      model: tiny.model(),
      labels: [
        "a": LabelTarget(score: .slight, category: .violence), "b": LabelTarget(score: .slight, category: .privacy),
        "c": LabelTarget(score: .safe),
      ])
    let assessment = try #require(assess(scorer, "storm"))
    #expect(assessment.score == .slight)
    #expect(assessment.category == .violence)
  }

  @Test func nothingHidesBehindALiteralEndToken() throws {
    let scorer = try FastTextScorer(model: TinyFastText().model())
    #expect(try #require(assess(scorer, "garden </s> storm storm storm storm")).score == .moderate)
    let newline = assess(scorer, "garden\nstorm storm\r\nstorm\u{0}storm")
    #expect(newline?.probabilities == assess(scorer, "garden storm storm storm storm")?.probabilities)
  }

  @Test func aTextThatStandsForNothingCannotBeScored() throws {
    let tiny = TinyFastText(words: ["calm", "garden", "storm"])
    let scorer = try FastTextScorer(model: tiny.model())
    #expect(assess(scorer, "") == nil)
    #expect(assess(scorer, "unknown") == nil)
    #expect(assess(scorer, "storm") != nil)
  }

  @Test func weightsThatAreNotNumbersGiveNoScore() throws {
    for loss in [Int32(1), 3, 4] {
      let scorer = try FastTextScorer(model: TinyFastText(loss: loss, input: [0, 0, .nan, 0, 0, .infinity]).model())
      #expect(assess(scorer, "garden") == nil)
    }
  }

  @Test func equalLevelsCountAsTheHigher() throws {
    let scorer = try FastTextScorer(model: TinyFastText().model())
    #expect(try #require(assess(scorer, "")).score == .moderate)
  }

  @Test func sessionsGiveTheSameWhateverCameBefore() throws {
    let scorer = try FastTextScorer(model: TinyFastText().model())
    let session = scorer.makeSession()
    var first = "storm garden garden"
    let before = first.withUTF8 { session.assess($0) }
    var long = String(repeating: "storm ", count: 50_000)
    _ = long.withUTF8 { session.assess($0) }
    #expect(first.withUTF8 { session.assess($0) } == before)
  }
}
