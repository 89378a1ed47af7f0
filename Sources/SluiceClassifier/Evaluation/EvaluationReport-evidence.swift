extension EvaluationReport {
  /// Adds to each mistake that carries its text the words that drove the score.
  public mutating func explainErrors(with scorer: TableScorer) {
    for index in errors.indices {
      guard var text = errors[index].text else { continue }
      errors[index].features = text.withUTF8 { scorer.explain($0).features }
    }
  }
}
