internal import SluiceClassifier

/// Cross-validated figures after training, on the rows of the sample at natural rates.
struct TrainingSummary {
  let trained: TrainedModel

  func render() -> String {
    var text = ""
    for (name, outcomes) in [("the row", trained.byRow), ("its source", trained.bySource)] {
      let report = EvaluationReport(outcomes, model: "models that had not seen \(name)", digest: "")
      text += report.text() + "\n"
    }
    return text
  }
}
