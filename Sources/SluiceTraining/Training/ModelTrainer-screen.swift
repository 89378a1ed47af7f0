internal import SluiceClassifier

extension ModelTrainer {
  /// Fits a screen behind which the model gives nearly the scores that it gives without one.
  func screen(_ found: CrossValidation) -> ScreenPlan {
    let rule = decide(judged, found.outputs)
    let alarming = set.rubric.filter { !set.rows[$0].isNeutral && rule.level(of: found.outputs[$0]!) > 0 }
    let trainer = ScreenTrainer(
      (set.rubric + set.screening).map {
        ($0, set.rows[$0].text, set.rows[$0].isNeutral ? 1 : options.screenWeight)
      })
    return ScreenPlan(
      trainer, found, screening: set.screening, alarming: alarming,
      serious: set.rubric.filter { set.rows[$0].severity >= 3 }, neutral: set.rubric.filter { set.rows[$0].isNeutral },
      miss: options.screenMiss, jobs: options.jobs)
  }
}
