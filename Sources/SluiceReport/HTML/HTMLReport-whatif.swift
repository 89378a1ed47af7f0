internal import SluiceCore

extension HTMLReport {
  /// Where documents go, what neighbouring policies would do, and what a threshold would catch.
  var whatIf: Markup {
    let policies = Self.section(
      "Where documents go, and what if", policyNote,
      """
      \(HTMLTable(report.routeTable, id: "routes", classes: "wide", ownsFirstRow: true).markup)
      <p>\(report.synthesisSentence) <span class="note">Reckoned with \(Numbers.decimal(SynthesisEstimate.tokensPerWord, 2)) tokens a word, \
      rewritten texts as long as they were, and \(Numbers.count(Int(SynthesisEstimate.tokensPerRefusal))) tokens a refusal dialogue; prompts not counted.</span></p>
      """)
    return policies + thresholds
  }

  private var policyNote: Markup {
    let unchanged = report.routings.count - report.tellingRoutings.count
    let rest =
      unchanged == 0
      ? "" : unchanged == 1 ? " One other change moves nothing." : " \(unchanged) other changes move nothing."
    let sample =
      report.run.sample < 1
      ? " Documents and words are those of the sample; tokens, cost and time are for the whole." : ""
    return """
      Documents, and words below them (k: thousand, M: million, G: billion). First the policy given, then the policy \
      with one number changed.\(rest)\(sample)
      """
  }

  private var thresholds: Markup {
    let table = HTMLTable(report.thresholdGrid, id: "thresholds", classes: "wide")
    guard !table.isEmpty else { return .empty }
    let estimated = report.run.kind == "run" ? " Words are estimated from bytes." : ""
    return Self.section(
      "What a threshold would catch",
      "Whatever the policy: documents at or above a score, if the model must also be so sure that they are (its probability on these scores).\(estimated)",
      table.markup)
  }
}
