/// A range that holds the true value in 95 of 100 samples.
package struct Interval: Codable, Sendable, Hashable {
  package var low: Double
  package var high: Double

  package init(low: Double, high: Double) {
    self.low = low
    self.high = high
  }

  /// The 97.5 % point of the normal distribution.
  static let z = 1.959964

  /// Wilson's score interval for a share, see Wilson, JASA 22 (1927). Where a good part of the whole was
  /// drawn, the finite population correction narrows it.
  ///
  /// - Parameters:
  ///   - sample: share of the whole that was drawn.
  static func share(_ part: Int, of count: Int, sample: Double) -> Interval {
    guard count > 0, sample < 1 else {
      let share = count > 0 ? Double(part) / Double(count) : 0
      return Interval(low: share, high: count > 0 ? share : 1)
    }
    let n = Double(count) / (1 - sample)
    let p = Double(part) / Double(count)
    let center = (p + z * z / (2 * n)) / (1 + z * z / n)
    let half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    return Interval(low: part == 0 ? 0 : max(0, center - half), high: part == count ? 1 : min(1, center + half))
  }

  /// For a share of words: documents were drawn, not words, so long documents widen it (the
  /// linearised variance of a ratio).
  ///
  /// - Parameters:
  ///   - words: of the documents inside, and of all.
  ///   - squares: sums of squared words inside, and of the others.
  static func ratio(
    words: (inside: Int, all: Int), squares: (inside: Double, outside: Double), sample: Double
  ) -> Interval {
    guard words.all > 0 else { return Interval(low: 0, high: 1) }
    let all = Double(words.all)
    let share = Double(words.inside) / all
    let spread = (1 - share) * (1 - share) * squares.inside + share * share * squares.outside
    let half = z * (max(0, 1 - sample) * spread).squareRoot() / all
    return Interval(low: max(0, share - half), high: min(1, share + half))
  }
}

/// Ranges of one level's shares.
package struct LevelInterval: Codable, Sendable {
  package var documents: Interval
  package var words: Interval?
}
