import SluiceClassifier
import SluiceCore
import SluiceTraining
import Testing

/// Training on a few made-up rows.
struct ModelTrainerTests {
  /// Six levels, each with words of its own.
  static func rows(_ count: Int) -> [LabelledText] {
    let words = [
      ["garden", "kettle", "sunrise"], ["mud", "drizzle", "puddle"], ["gravel", "fog", "draught"],
      ["thunder", "flood", "gale"], ["iceberg", "avalanche", "cyclone"], ["volcano", "meteor", "quake"],
    ]
    let fill = ["the", "a", "with", "old", "near", "and"]
    var random = SplitMix64(seed: 3)
    return (0..<count).map { index in
      let level = index % 6
      let text = (0..<10).map { place in
        (place % 2 == 0 ? words[level] : fill)[Int(random.next() % 3)]
      }.joined(separator: " ")
      var row = LabelledText(
        text: Array(text.utf8), severity: Float(level), category: level == 0 ? Category.none : .violence,
        stance: level == 0 ? Stance.none : .harmful, source: "s\(index % 4)", isRubric: index % 5 != 4)
      row.isNatural = row.isRubric && index % 2 == 0
      return row
    }
  }

  static func train(jobs: Int, seed: UInt64 = 1) -> [UInt8] {
    var options = TrainingOptions()
    options.jobs = jobs
    options.seed = seed
    return ModelTrainer(rows(240), options: options).train(name: "tiny").bytes
  }

  @Test func sameDataAndSeedGiveTheSameBytesForAnyJobs() {
    let once = Self.train(jobs: 1)
    #expect(once == Self.train(jobs: 1))
    #expect(once == Self.train(jobs: 3))
    #expect(once != Self.train(jobs: 1, seed: 2))
  }

  @Test func aTrainedModelTellsLevelsApart() throws {
    let scorer = try TableScorer(ModelFile(bytes: Self.train(jobs: 2)))
    let session = scorer.makeSession()
    func score(_ text: String) -> SafetyScore? {
      var copy = text
      return copy.withUTF8 { session.assess($0)?.score }
    }
    let calm = try #require(score("the garden near old kettle and sunrise with the garden"))
    let wild = try #require(score("the volcano near old meteor and quake with the volcano"))
    #expect(calm < wild)
  }
}
