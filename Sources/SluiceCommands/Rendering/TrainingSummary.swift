internal import SluiceCore
internal import SluiceIO
internal import SluiceReport
internal import SluiceTraining

/// What to expect of a model that was just trained: figures of models that had not seen the row they judged, nor,
/// in the second column, any row of its source. In brackets, 95 % intervals.
struct TrainingSummary {
  let trained: TrainedModel
  let output: String

  func render() -> String {
    let reports = [trained.byRow, trained.bySource].map { EvaluationReport($0, model: output, digest: "") }
    let columns = reports.map(\.figures)
    var table = TextTable()
    table.add(["", "row not seen", "source not seen"])
    for name in Self.names where columns.contains(where: { $0[name] != nil }) {
      table.add([name] + columns.map { $0[name].map(Self.interval) ?? "-" })
    }
    let digest = SHA256Digest.hex(of: trained.bytes)
    return "\(output): sha256 \(digest.prefix(12))\n\(table.render())\n\(Self.sources(reports))\n"
      + "Documents of your own that it has not seen: sluice evaluate --model \(output) FILE\n"
  }

  /// Where false alarms come from, and what is missed.
  private static func sources(_ reports: [EvaluationReport]) -> String {
    var table = TextTable()
    table.add(["at 3 or above", "documents", "false", "found", "false, source not seen", "found, source not seen"])
    let others = Dictionary(uniqueKeysWithValues: reports[1].bySource.map { (Name($0.name), $0) })
    for group in reports[0].bySource {
      let figures = [group, others[Name(group.name)]].flatMap { [$0?.figures["fpr@3"], $0?.figures["recall@3"]] }
      table.add([group.name, "\(group.documents)"] + figures.map { $0.map { Numbers.decimal($0.value, 3) } ?? "-" })
    }
    return table.render()
  }

  private static let names =
    ["accuracy", "macro_f1", "quadratic_kappa", "auc@1", "auc@3", "ece", "ece@1", "ece@3"]
    + (1...4).flatMap { level in
      ["precision", "recall", "f1", "fpr", "base_rate_precision"].map { "\($0)@\(level)" }
    } + ["category_accuracy", "stance_accuracy"]

  private static func interval(_ estimate: Estimate) -> String {
    let numbers = [estimate.value, estimate.low, estimate.high].map { Numbers.decimal($0, 3) }
    return "\(numbers[0]) (\(numbers[1])–\(numbers[2]))"
  }
}
