package import SluiceCore

/// Two models on the same documents: the second's figures minus the first's. Both are weighed on
/// the same bootstrap draws, so what the documents owe to chance cancels.
package struct ComparisonReport: Sendable, Codable {
  package struct Difference: Sendable, Codable {
    package var first: Double
    package var second: Double
    /// Second minus first.
    package var difference: Estimate
    /// Share of the resamples in which the second is higher; near 0 or 1 means that chance does not explain it.
    package var secondHigher: Double
  }

  package var first: String
  package var second: String
  /// Documents both models scored.
  package var documents: Int
  package var leftOut: Int
  /// By figure name; figures not defined for both are left out.
  package var differences: [String: Difference]

  /// - Precondition: both hold the same documents in the same order.
  package init(
    _ first: (model: any Scorer, outcomes: [Outcome]), _ second: (model: any Scorer, outcomes: [Outcome]),
    options: EvaluationOptions = EvaluationOptions()
  ) {
    precondition(
      first.outcomes.map(\.key) == second.outcomes.map(\.key), "two models are compared on the same documents")
    let pairs = zip(first.outcomes, second.outcomes).filter { $0.assessment != nil && $1.assessment != nil }
    let samples = (EvaluationSample(pairs.map(\.0)), EvaluationSample(pairs.map(\.1)))
    self.first = first.model.name
    self.second = second.model.name
    documents = pairs.count
    leftOut = first.outcomes.count - pairs.count

    let figures = Metric.names.count
    let bootstrap = Bootstrap(resamples: options.resamples, seed: options.seed)
    let (whole, resampled) = bootstrap.run(count: pairs.count) { weights in
      Metric.values(samples.0, weights, baseRate: options.baseRate)
        + Metric.values(samples.1, weights, baseRate: options.baseRate)
    }
    func minus(_ values: [Double?]) -> [Double?] {
      (0..<figures).map { index in
        guard let a = values[index], let b = values[figures + index] else { return nil }
        return b - a
      }
    }
    let estimates = Bootstrap.estimates(whole: minus(whole), resampled: resampled.map(minus))
    differences = [:]
    for (index, name) in Metric.names.enumerated() {
      guard let a = whole[index], let b = whole[figures + index], let estimate = estimates[index] else { continue }
      let drawn = resampled.compactMap { minus($0)[index] }
      // Draws on which both are equal count half for each.
      let higher = drawn.reduce(0) { $0 + ($1 > 0 ? 1 : $1 == 0 ? 0.5 : 0) }
      differences[name] = Difference(
        first: a, second: b, difference: estimate,
        secondHigher: drawn.isEmpty ? 0.5 : higher / Double(drawn.count))
    }
  }
}
