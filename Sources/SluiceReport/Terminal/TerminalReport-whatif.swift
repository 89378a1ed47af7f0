extension TerminalReport {
  /// The policy, and those of its neighbours that change something.
  var routes: String {
    let unchanged = report.routings.count - report.tellingRoutings.count
    var text = table(report.routeTable)
    if unchanged > 0 {
      text += "\n  "
      text += unchanged == 1 ? "1 other change moves" : "\(unchanged) other changes move"
      text += " no document"
    }
    return section("Where documents would go", text + "\n  " + report.synthesisSentence)
  }

  /// Documents a threshold catches, by gate.
  var thresholds: String {
    section("What a threshold would catch, by how sure the model must be", table(report.thresholdGrid))
  }
}
