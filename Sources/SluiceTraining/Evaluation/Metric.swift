/// The figures of an evaluation, computed from weighted documents. Names are those in the JSON.
enum Metric {
  static let decisionLevels = 1...4

  static let names: [String] = {
    var names = ["accuracy", "macro_f1", "quadratic_kappa", "auc@1", "auc@3", "ece", "ece@1", "ece@3"]
    for level in decisionLevels {
      names += ["precision@\(level)", "recall@\(level)", "f1@\(level)", "fpr@\(level)", "base_rate_precision@\(level)"]
    }
    return names + ["category_accuracy", "stance_accuracy"]
  }()

  /// Values in the order of ``names``; nil where a figure is not defined, such as the precision of
  /// a model that never alarms.
  static func values(_ sample: EvaluationSample, _ weights: [Int32], baseRate: [Double]) -> [Double?] {
    let matrix = sample.confusion(weights)
    let natural = matrix.reweighted(to: baseRate)
    var values = [
      matrix.accuracy, matrix.macroF1, matrix.quadraticKappa, sample.rankings[1]?.area(weights),
      sample.rankings[3]?.area(weights), sample.calibrations["level"]?.error(weights),
      sample.calibrations[">=1"]?.error(weights), sample.calibrations[">=3"]?.error(weights),
    ]
    for level in decisionLevels {
      let (hits, falseAlarms, misses, rejections) = matrix.decision(at: level)
      values.append(ratio(hits, hits + falseAlarms))
      values.append(ratio(hits, hits + misses))
      values.append(ratio(2 * hits, 2 * hits + falseAlarms + misses))
      values.append(ratio(falseAlarms, falseAlarms + rejections))
      values.append(natural.map { $0.decision(at: level) }.flatMap { ratio($0.hits, $0.hits + $0.falseAlarms) })
    }
    values.append(EvaluationSample.share(of: sample.categoryHits, weights))
    values.append(EvaluationSample.share(of: sample.stanceHits, weights))
    return values
  }

  private static func ratio(_ part: Double, _ whole: Double) -> Double? { whole > 0 ? part / whole : nil }
}
