package import SluiceCore

/// From the outputs of a head to a decision: calibrated probabilities, level, category and stance.
///
/// Scoring and training decide by this type alone, so what training measures is what a run does.
package struct DecisionRule: Sendable {
  package let calibration: Calibration
  /// The probability at which a text counts as at or above each level.
  package let cuts: PerLevel

  package init(calibration: Calibration, cuts: PerLevel) {
    self.calibration = calibration
    self.cuts = cuts
  }

  /// The highest level whose cut its probability reaches.
  package func level(_ cumulative: PerLevel) -> Int {
    var level = 0
    for k in 0..<Head.levels where cumulative[k] >= cuts[k] { level = k + 1 }
    return level
  }

  /// The level that a head's outputs mean.
  package func level(of outputs: Head.Outputs) -> Int { level(calibration.cumulative(outputs)) }

  /// What a head's outputs say of a whole text. Outputs that are not numbers count as the highest level.
  package func assessment(
    of outputs: Head.Outputs, language: Language = .supported, span: Range<Int>, scoredBytes: Int
  ) -> Assessment? {
    let cumulative = calibration.cumulative(outputs)
    return Self.assessment(
      of: outputs, cumulative, level: level(cumulative), language: language, span: span, scoredBytes: scoredBytes)
  }

  /// The same, where probabilities and level are at hand.
  static func assessment(
    of outputs: Head.Outputs, _ cumulative: PerLevel, level: Int, language: Language, span: Range<Int>,
    scoredBytes: Int
  ) -> Assessment? {
    guard let probabilities = LevelProbabilities(rounding: Calibration.levels(cumulative)),
      let score = SafetyScore(rawValue: UInt8(level))
    else { return nil }
    // The first category is none, which a text of level 1 or more does not have.
    let (category, stance) = withUnsafeBytes(of: outputs) { bytes in
      let outputs = bytes.baseAddress!.assumingMemoryBound(to: Float.self)
      let categories = outputs + Head.levels
      return (
        likeliest(categories, Head.categories, skippingFirst: level > 0),
        likeliest(categories + Head.categories, Head.stances, skippingFirst: false)
      )
    }
    return Assessment(
      score: score, probabilities: probabilities, category: Category.allCases[category],
      stance: Stance.allCases[stance], language: language, span: span, scoredBytes: scoredBytes)
  }

  private static func likeliest(_ outputs: UnsafePointer<Float>, _ count: Int, skippingFirst: Bool) -> Int {
    var top = skippingFirst ? 1 : 0
    for index in top..<count where outputs[index] > outputs[top] { top = index }
    return top
  }
}
