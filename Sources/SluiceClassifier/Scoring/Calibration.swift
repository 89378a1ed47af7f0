/// A number for each level from 1 to 5.
package typealias PerLevel = InlineArray<5, Float>

/// A logistic calibration of each cumulative level, and what follows from it.
package struct Calibration: Sendable {
  /// Slope and offset of each level's logit.
  package var slopes = PerLevel(repeating: 1)
  package var offsets = PerLevel(repeating: 0)

  package init() {}

  init(slopes: PerLevel, offsets: PerLevel) {
    self.slopes = slopes
    self.offsets = offsets
  }

  /// The probabilities that a head's outputs mean: P(level ≥ k), never rising with k.
  package func cumulative(_ outputs: Head.Outputs) -> PerLevel {
    var result = PerLevel(repeating: 0)
    var limit: Float = 1
    for level in 0..<Head.levels {
      limit = min(limit, logistic(outputs[level] * slopes[level] + offsets[level]))
      result[level] = limit
    }
    return result
  }

  /// Probabilities of the six levels.
  static func levels(_ cumulative: PerLevel) -> InlineArray<6, Float> {
    var result = InlineArray<6, Float>(repeating: 0)
    var above: Float = 1
    for k in 0..<Head.levels {
      result[k] = max(0, above - cumulative[k])
      above = cumulative[k]
    }
    result[Head.levels] = above
    return result
  }
}
