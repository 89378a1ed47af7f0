import SluiceCore
import Testing

struct LevelProbabilitiesTests {
  @Test func roundedPartsAlwaysSumToTheWhole() throws {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<10_000 {
      var values = InlineArray<6, Float>(repeating: 0)
      for k in 0..<6 { values[k] = Float.random(in: 0...1, using: &generator) }
      let rounded = try #require(LevelProbabilities(rounding: values))
      #expect(rounded.parts(atLeast: .safe) == LevelProbabilities.whole)
    }
  }

  @Test(arguments: [Float.nan, .infinity, -0.1])
  func impossibleProbabilitiesAreRefused(_ bad: Float) {
    #expect(LevelProbabilities(rounding: [bad, 0, 0, 0, 0, 1]) == nil)
  }

  @Test func allZeroProbabilitiesAreRefused() {
    #expect(LevelProbabilities(rounding: [0, 0, 0, 0, 0, 0]) == nil)
  }

  @Test func expectedScoreIsTheMeanLevel() throws {
    let p = try #require(LevelProbabilities(rounding: [0.5, 0, 0, 0, 0, 0.5]))
    #expect(p.expected == 2.5)
    #expect(p.parts(atLeast: .moderate) == 5000)
  }
}
