/// A logistic calibration of each cumulative level, and what follows from six probabilities.
struct Calibration: Sendable {
  var slopes = [Float](repeating: 1, count: Head.levels)
  var offsets = [Float](repeating: 0, count: Head.levels)

  /// P(level ≥ k) for k in 1...5, never rising with k.
  @inline(__always)
  static func cumulative(
    _ logits: UnsafePointer<Float>, slopes: UnsafePointer<Float>, offsets: UnsafePointer<Float>
  ) -> InlineArray<5, Float> {
    var result = InlineArray<5, Float>(repeating: 0)
    var limit: Float = 1
    for level in 0..<Head.levels {
      limit = min(limit, logistic(logits[level] * slopes[level] + offsets[level]))
      result[level] = limit
    }
    return result
  }

  /// The highest level whose cut its probability reaches.
  @inline(__always)
  static func level(_ cumulative: InlineArray<5, Float>, cuts: UnsafePointer<Float>) -> Int {
    var level = 0
    for k in 0..<Head.levels where cumulative[k] >= cuts[k] { level = k + 1 }
    return level
  }

  /// Probabilities of the six levels.
  static func levels(_ cumulative: InlineArray<5, Float>) -> InlineArray<6, Float> {
    var result = InlineArray<6, Float>(repeating: 0)
    var above: Float = 1
    for k in 0..<5 {
      result[k] = max(0, above - cumulative[k])
      above = cumulative[k]
    }
    result[5] = above
    return result
  }
}
