internal import SluiceCore

extension HTMLReport {
  /// Where documents go, what neighbouring policies would do, and what a threshold would catch.
  var whatIf: Markup {
    let policies = Self.section(
      "Where documents go, and what if", policyNote,
      """
      \(policyTable)
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

  private var policyTable: Markup {
    let lanes = report.shownLanes
    let heads = lanes.map { "<th>\($0.rawValue.prefix(1).uppercased() + $0.rawValue.dropFirst())</th>" as Markup }
    let hasCost = report.routings.contains { $0.synthesis.cost != nil }
    let hasTime = report.routings.contains { $0.synthesis.seconds != nil }
    let rows = report.tellingRoutings.enumerated().map { index, routing in
      let cells = lanes.map { lane in
        let amount = routing.routes[lane.rawValue] ?? CorpusReport.Amount()
        return amount.documents == 0
          ? "<td class=\"zero\">0</td>"
          : "<td>\(Numbers.count(amount.documents))<br><span class=\"note\">\(Numbers.compact(amount.words))</span></td>"
            as Markup
      }
      let synthesis = routing.synthesis
      let cost = hasCost ? "<td>\(synthesis.cost.map { Numbers.money($0) } ?? "–")</td>" : .empty as Markup
      let time = hasTime ? "<td>\(synthesis.seconds.map(Numbers.duration) ?? "–")</td>" : .empty as Markup
      let own: Markup = index == 0 ? " class=\"own\"" : ""
      return """
        <tr\(own)><td class="text wrap">\(Printable.line(routing.name, limit: 120))</td>\(cells)\
        <td>\(Numbers.compact(synthesis.tokensRead))<br><span class="note">+ \(Numbers.compact(synthesis.tokensWritten))</span></td>\(cost)\(time)</tr>

        """ as Markup
    }
    let costHead: Markup = hasCost ? "<th>Cost</th>" : ""
    let timeHead: Markup = hasTime ? "<th>LLM time</th>" : ""
    return """
      <div class="scroll"><table class="wide" id="routes">
      <thead><tr><th>Policy</th>\(heads.joined())<th>Tokens read<br>+ written</th>\(costHead)\(timeHead)</tr></thead>
      <tbody>
      \(rows)</tbody></table></div>
      """
  }

  private var thresholds: Markup {
    guard report.documents.documents > 0, !report.thresholds.isEmpty else { return .empty }
    let gates = report.thresholds.filter { $0.fromScore == 1 }.map(\.gate)
    let heads = gates.map {
      $0 == 0 ? "<th>No gate</th>" : "<th>Probability ≥ \(Numbers.decimal($0, 1))</th>" as Markup
    }
    let rows = (1..<SafetyScore.count).map { level in
      let cells = report.thresholds.filter { $0.fromScore == level }.map { row in
        row.amount.documents == 0
          ? "<td class=\"zero\">0</td>"
          : """
          <td>\(Numbers.count(row.amount.documents))<br><span class="note">\
          \(Numbers.percent(row.amount.documents, of: report.documents.documents)) · \(Numbers.compact(row.amount.words)) words</span></td>
          """ as Markup
      }
      return "<tr><th scope=\"row\">Score \(level) or more</th>\(cells)</tr>\n" as Markup
    }
    let estimated = report.run.kind == "run" ? " Words are estimated from bytes." : ""
    return Self.section(
      "What a threshold would catch",
      "Whatever the policy: documents at or above a score, if the model must also be so sure that they are (its probability on these scores).\(estimated)",
      """
      <div class="scroll"><table class="wide" id="thresholds">
      <thead><tr><th>Threshold</th>\(heads.joined())</tr></thead>
      <tbody>
      \(rows)</tbody></table></div>
      """)
  }
}
