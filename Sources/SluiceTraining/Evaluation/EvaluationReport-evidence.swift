package import SluiceCore

extension EvaluationReport {
  /// Adds to each mistake that carries its text what drove the score, if the scorer can tell.
  package mutating func explainErrors(with scorer: any Scorer) {
    for index in errors.indices {
      guard var text = errors[index].text else { continue }
      errors[index].features = text.withUTF8 { scorer.drivingFeatures(of: $0) }
    }
  }
}
