internal import SluiceCore

extension TerminalReport {
  /// The policy, and those of its neighbours that change something.
  var routes: String {
    let lanes = report.shownLanes
    var table = TextTable()
    table.add([""] + lanes.map(\.rawValue) + ["to synthesis"])
    for routing in report.tellingRoutings {
      table.add(
        [routing.name]
          + lanes.map { lane in
            let amount = routing.routes[lane.rawValue] ?? CorpusReport.Amount()
            return amount.documents == 0
              ? "0" : "\(Numbers.count(amount.documents)) (\(Numbers.compact(amount.words)) words)"
          } + ["\(Numbers.compact(routing.synthesis.tokensRead)) tokens"])
    }
    let unchanged = report.routings.count - report.tellingRoutings.count
    var text = table.render()
    if unchanged > 0 {
      text += "\n  "
      text += unchanged == 1 ? "1 other change moves" : "\(unchanged) other changes move"
      text += " nothing"
    }
    return section("Where documents would go", text + "\n  " + report.synthesisSentence)
  }

  /// Documents a threshold catches, by gate.
  var thresholds: String {
    guard !report.thresholds.isEmpty else { return "" }
    let gates = report.thresholds.filter { $0.fromScore == 1 }.map(\.gate)
    var table = TextTable()
    table.add(["documents"] + gates.map { $0 == 0 ? "all" : "p >= \(Numbers.decimal($0, 1))" })
    for level in 1..<SafetyScore.count {
      table.add(
        ["score \(level) or more"]
          + report.thresholds.filter { $0.fromScore == level }.map { Numbers.count($0.amount.documents) })
    }
    return section("What a threshold would catch, if the model must be so sure", table.render())
  }
}
