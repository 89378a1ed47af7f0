/// P(level ≥ k) for k in 1...5, never rising with k.
package typealias CumulativeLevels = InlineArray<5, Float>

/// A logistic calibration of each cumulative level, and what follows from it.
package struct Calibration: Sendable {
  /// Slope and offset of each level's logit.
  package var slopes = [Float](repeating: 1, count: Head.levels)
  package var offsets = [Float](repeating: 0, count: Head.levels)

  package init() {}

  init(slopes: [Float], offsets: [Float]) {
    self.slopes = slopes
    self.offsets = offsets
  }

  /// The probabilities that a head's outputs stand for.
  package func cumulative(_ outputs: Head.Outputs) -> CumulativeLevels {
    var result = CumulativeLevels(repeating: 0)
    var limit: Float = 1
    for level in 0..<Head.levels {
      limit = min(limit, logistic(outputs[level] * slopes[level] + offsets[level]))
      result[level] = limit
    }
    return result
  }

  /// Probabilities of the six levels.
  static func levels(_ cumulative: CumulativeLevels) -> InlineArray<6, Float> {
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
