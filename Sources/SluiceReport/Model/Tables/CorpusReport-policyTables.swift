internal import SluiceCore

/// Tables of what a policy does with the corpus, and of what others would do.
extension CorpusReport {
  var routeTable: ReportTable {
    let (all, telling) = (routings, tellingRoutings)
    let shown = shownLanes
    let lanes: [Column<Routing>] = Lane.partition.flatMap { lane -> [Column<Routing>] in
      let name = lane.rawValue
      let isShown = shown.contains(lane)
      func amount(_ routing: Routing) -> PartialAmount { routing.routes[name] ?? PartialAmount() }
      return [
        Column(csv: name + "_documents") { .count(amount($0).documents) },
        Column(csv: name + "_words") { .count(amount($0).words) },
        Column(terminal: isShown ? name : nil, page: isShown ? name.prefix(1).uppercased() + name.dropFirst() : nil) {
          .amount(amount($0))
        },
      ]
    }
    let hasCost = all.contains { $0.synthesis.cost != nil }
    let hasTime = all.contains { $0.synthesis.seconds != nil }
    let synthesis: [Column<Routing>] = [
      Column(csv: "tokens_read") { .count($0.synthesis.tokensRead) },
      Column(csv: "tokens_written") { .count($0.synthesis.tokensWritten) },
      Column(terminal: "to synthesis", page: "Tokens read\n+ written") {
        .tokens(read: $0.synthesis.tokensRead, written: $0.synthesis.tokensWritten)
      },
      Column(csv: "cost", page: hasCost ? "Cost" : nil) { .money($0.synthesis.cost) },
      Column(csv: "seconds", page: hasTime ? "LLM time" : nil) { .seconds($0.synthesis.seconds) },
    ]
    let policy: [Column<Routing>] = [
      Column(csv: "policy", terminal: "", page: "Policy", .sentence) { .text($0.name) }
    ]
    return ReportTable(columns: policy + lanes + synthesis) { form in form == .csv ? all : telling }
  }

  /// One row for each threshold and gate, for CSV.
  var thresholdTable: ReportTable {
    let thresholds = thresholds
    return ReportTable(columns: [
      Column(csv: "from_score") { .count($0.fromScore) },
      Column(csv: "gate") { .text(String($0.gate)) },
      Column(csv: "documents") { .count($0.amount.documents) },
      Column(csv: "words") { .count($0.amount.words) },
      Column(csv: "text_bytes") { .count($0.amount.bytes) },
    ]) { _ in thresholds }
  }

  /// The same for people: a row for each threshold, a column for each gate.
  var thresholdGrid: ReportTable {
    let (all, thresholds) = (documents.documents, thresholds)
    let gates = thresholds.filter { $0.fromScore == 1 }.map(\.gate)
    let cells: [Column<Int>] = gates.map { gate in
      Column(
        terminal: gate == 0 ? "all" : "p >= \(Numbers.decimal(gate, 1))",
        page: gate == 0 ? "No gate" : "Probability ≥ \(Numbers.decimal(gate, 1))"
      ) { level in
        .part(thresholds.first { $0.fromScore == level && $0.gate == gate }?.amount ?? PartialAmount(), of: all)
      }
    }
    let columns: [Column<Int>] =
      [
        Column(terminal: "documents") { .text("score \($0) or more") },
        Column(page: "Threshold", .rowName) { .text("Score \($0) or more") },
      ] + cells
    return ReportTable(columns: columns) { form in
      thresholds.isEmpty || form == .page && all == 0 ? [] : Array(1..<SafetyScore.count)
    }
  }
}
