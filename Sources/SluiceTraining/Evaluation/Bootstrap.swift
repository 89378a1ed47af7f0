internal import SluiceCore

/// Draws documents with replacement, again and again, to see how much a figure owes to chance
/// (Efron's percentile bootstrap). The same seed gives the same draws on every machine.
struct Bootstrap {
  var resamples: Int
  var seed: UInt64

  /// Figures of all documents, and of each resample.
  ///
  /// - Parameter figures: computes the figures from how often each document counts.
  func run(count: Int, _ figures: ([Int32]) -> [Double?]) -> (whole: [Double?], resampled: [[Double?]]) {
    let whole = figures([Int32](repeating: 1, count: count))
    var random = SplitMix64(seed: seed)
    var resampled: [[Double?]] = []
    // Every draw of one document is that document: a data set with a source per document has many such groups.
    for _ in 0..<(count > 1 ? resamples : min(count, resamples)) {
      var weights = [Int32](repeating: 0, count: count)
      for _ in 0..<count { weights[random.index(below: count)] += 1 }
      resampled.append(figures(weights))
    }
    return (whole, resampled)
  }

  /// Each figure with the 2.5th and 97.5th percentile of its resamples, by nearest rank.
  static func estimates(whole: [Double?], resampled: [[Double?]]) -> [Estimate?] {
    whole.indices.map { index in
      guard let value = whole[index] else { return nil }
      let values = resampled.compactMap { $0[index] }.sorted()
      guard !values.isEmpty else { return Estimate(value: value, low: value, high: value) }
      func percentile(_ share: Double) -> Double { values[Int((Double(values.count - 1) * share).rounded())] }
      return Estimate(value: value, low: percentile(0.025), high: percentile(0.975))
    }
  }
}

/// A figure and its 95 % bootstrap interval.
package struct Estimate: Sendable, Hashable, Codable {
  package var value: Double
  package var low: Double
  package var high: Double

  package init(value: Double, low: Double, high: Double) {
    self.value = value
    self.low = low
    self.high = high
  }
}
