package import SluiceCore

/// What to compute, and how.
package struct EvaluationOptions: Sendable {
  /// Bootstrap resamples; 0 leaves intervals out.
  package var resamples = 1000
  package var seed: UInt64 = 1
  /// Shares of the levels where the model will be used, summing to 1. The default was seen over
  /// 391 million web documents.
  package var baseRate = [0.77, 0.10, 0.08, 0.03, 0.01, 0.01]
  /// How many mistakes to list.
  package var errorLimit = 20

  package init() {}
}

/// How well a model does on labelled documents. ``json()`` and ``text()`` render it.
package struct EvaluationReport: Sendable, Codable {
  /// Figures by name: `accuracy`, `macro_f1`, `quadratic_kappa`, `auc@1`, `ece`, `precision@3`, …;
  /// a figure that is not defined is left out.
  package typealias Figures = [String: Estimate]

  package struct Group: Sendable, Codable {
    package var name: String
    package var documents: Int
    package var figures: Figures
  }

  package struct Mistake: Sendable, Codable, Equatable {
    package var key: String
    package var source: String
    package var truth: Int
    package var predicted: Int
    /// What the model gave the true level, 0 to 1.
    package var probabilityOfTruth: Double
    package var expected: Double
    /// Where in the text, in UTF-8 bytes, the model saw its evidence.
    package var span: [Int]
    /// Only if the outcomes were made with `keepingText`.
    package var text: String?
    /// Words of the text that drove the score; only with the text.
    package var features: [DrivingFeature]?
  }

  package var model: String
  package var modelSHA256: String
  /// Documents scored, and documents the model could not score, which no figure counts.
  package var documents: Int
  package var unscored: Int
  package var unsupportedLanguage: Int
  package var baseRate: [Double]
  package var resamples: Int
  package var seed: UInt64
  /// Six rows of true levels, six columns of predicted ones.
  package var confusion: [[Int]]
  package var figures: Figures
  /// Of the most probable level (`level`), of `>=1` and of `>=3`.
  package var reliability: [String: [ReliabilityBin]]
  package var bySource: [Group]
  package var byCategory: [Group]
  package var byLength: [Group]
  /// Worst first: by distance in levels, then by how sure the model was.
  package var errors: [Mistake]

  /// - Precondition: `options.baseRate` has six shares that are not negative.
  package init(_ outcomes: [Outcome], model: any Scorer, options: EvaluationOptions = EvaluationOptions()) {
    self.init(outcomes, model: model.name, digest: model.digest, options: options)
  }

  /// - Parameters:
  ///   - model: name of what made the outcomes.
  ///   - digest: of its file; empty if it has none.
  package init(_ outcomes: [Outcome], model: String, digest: String, options: EvaluationOptions = EvaluationOptions()) {
    precondition(options.baseRate.count == 6 && options.baseRate.allSatisfy { $0 >= 0 }, "a base rate has six shares")
    let scored = outcomes.filter { $0.assessment != nil }
    let sample = EvaluationSample(scored)
    let ones = [Int32](repeating: 1, count: sample.count)
    let matrix = sample.confusion(ones)
    self.model = model
    modelSHA256 = digest
    documents = scored.count
    unscored = outcomes.count - scored.count
    unsupportedLanguage = scored.filter { $0.assessment?.language == .unsupported }.count
    baseRate = options.baseRate
    resamples = options.resamples
    seed = options.seed
    confusion = (0..<6).map { truth in (0..<6).map { Int(matrix[truth, $0]) } }
    figures = Self.figures(sample, options)
    reliability = sample.calibrations.mapValues { $0.table(ones) }
    bySource = Self.groups(scored, options) { $0.source }
    byCategory = Self.groups(scored, options) { ($0.trueCategory ?? Category.none).rawValue }
    byLength = Self.groups(scored, options) { LengthBand(bytes: $0.textBytes).rawValue }
    errors = Array(Self.mistakes(scored).prefix(options.errorLimit))
  }

  static func figures(_ sample: EvaluationSample, _ options: EvaluationOptions) -> Figures {
    let bootstrap = Bootstrap(resamples: options.resamples, seed: options.seed)
    let (whole, resampled) = bootstrap.run(count: sample.count) {
      Metric.values(sample, $0, baseRate: options.baseRate)
    }
    var figures: Figures = [:]
    for (name, estimate) in zip(Metric.names, Bootstrap.estimates(whole: whole, resampled: resampled)) {
      figures[name] = estimate
    }
    return figures
  }

  private static func groups(
    _ outcomes: [Outcome], _ options: EvaluationOptions, by name: (Outcome) -> String
  ) -> [Group] {
    Dictionary(grouping: outcomes) { Name(name($0)) }.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
      .map { name, members in
        Group(name: name.text, documents: members.count, figures: figures(EvaluationSample(members), options))
      }
  }

  private static func mistakes(_ outcomes: [Outcome]) -> [Mistake] {
    let mistakes = outcomes.compactMap { outcome -> Mistake? in
      guard let assessment = outcome.assessment, assessment.score != outcome.truth else { return nil }
      return Mistake(
        key: outcome.key.description, source: outcome.source, truth: Int(outcome.truth.rawValue),
        predicted: Int(assessment.score.rawValue), probabilityOfTruth: assessment.probabilities[outcome.truth],
        expected: assessment.probabilities.expected, span: [assessment.span.lowerBound, assessment.span.upperBound],
        text: outcome.text)
    }
    return mistakes.sorted { a, b in
      let distances = (abs(a.truth - a.predicted), abs(b.truth - b.predicted))
      if distances.0 != distances.1 { return distances.0 > distances.1 }
      return (a.probabilityOfTruth, Name(a.key)) < (b.probabilityOfTruth, Name(b.key))
    }
  }
}
