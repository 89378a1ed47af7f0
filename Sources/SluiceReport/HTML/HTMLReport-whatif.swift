internal import SluiceCore

extension HTMLReport {
  /// Where documents go, what neighbouring policies would do, and what a threshold would catch.
  var whatIf: Markup {
    let policies = Self.section(
      "Where documents go, and what if", policyNote,
      """
      \(HTMLTable(report.routeTable, id: "routes", classes: "wide", ownsFirstRow: true).markup)
      <p>\(report.synthesisSentence) <span class="note">This assumes \(Numbers.decimal(SynthesisEstimate.tokensPerWord, 2)) tokens per word, \
      rewritten texts as long as their originals, and \(Numbers.count(Int(SynthesisEstimate.tokensPerRefusal))) tokens per refusal dialogue; prompts are not counted.</span></p>
      """)
    return policies + thresholds
  }

  private var policyNote: Markup {
    let unchanged = report.routings.count - report.tellingRoutings.count
    let rest =
      unchanged == 0
      ? "" : unchanged == 1 ? " One other change moves no document." : " \(unchanged) other changes move no document."
    let sample =
      report.run.sample < 1
      ? " Documents and words are those of the sample; tokens, cost and time are for the whole corpus." : ""
    let unknown =
      report.routings.contains { $0.routes.values.contains { $0.words == nil } }
      ? " A dash is a number that the run's ledger does not tell." : ""
    return """
      Documents, and words below them (k: thousand, M: million, G: billion). The first row is the policy given; each \
      other row is the policy with one number changed.\(rest)\(sample)\(unknown)
      """
  }

  private var thresholds: Markup {
    let table = HTMLTable(report.thresholdGrid, id: "thresholds", classes: "wide")
    guard !table.isEmpty else { return .empty }
    let unknown =
      report.thresholds.contains { $0.amount.words == nil }
      ? " A dash is a number that the run's ledger does not tell." : ""
    return Self.section(
      "What a threshold would catch",
      "Independent of the policy: documents at or above a score, if the model must also give these scores at least the probability at the head of the column.\(unknown)",
      table.markup)
  }
}
