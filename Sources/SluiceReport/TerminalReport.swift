internal import SluiceCore

/// The report as text for a terminal or a log.
public struct TerminalReport {
  private let report: CorpusReport
  private static let barWidth = 30
  private static let sourcesShown = 20

  public init(_ report: CorpusReport) { self.report = report }

  public func render() -> String {
    var sections = [headline, levels, routes, categories, sources]
    if !report.quarantine.isEmpty { sections.append(quarantine) }
    if !report.failedShards.isEmpty { sections.append(failures) }
    sections.append(facts)
    return sections.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  private var headline: String {
    let all = report.documents
    var text =
      "\(Numbers.count(all.documents)) documents, \(Numbers.count(all.words)) words, \(Numbers.bytes(all.bytes)) of text"
      + " in \(Numbers.count(report.run.shards)) \(report.run.shards == 1 ? "shard" : "shards")"
    if report.run.sample < 1 { text += " (a sample of \(Numbers.decimal(100 * report.run.sample, 2)) %)" }
    var notes: [String] = []
    if report.quarantinedLines > 0 { notes.append("\(Numbers.count(report.quarantinedLines)) lines quarantined") }
    if report.blankLines > 0 { notes.append("\(Numbers.count(report.blankLines)) blank lines") }
    if let unsupported = report.languages[Language.unsupported.rawValue], unsupported > 0 {
      notes.append("\(Numbers.count(unsupported)) documents in a language the model does not know")
    }
    if report.scoredBytes < all.bytes {
      notes.append("only \(Numbers.percent(report.scoredBytes, of: all.bytes)) of the text was scored")
    }
    return notes.isEmpty ? text : text + "\n" + notes.joined(separator: ", ")
  }

  private var levels: String {
    var table = TextTable()
    table.add(["score", "documents", "", "words", "", ""])
    let most = report.levels.map(\.documents).max() ?? 0
    for (score, amount) in report.levels.enumerated() {
      let filled = most == 0 ? 0 : (amount.documents * Self.barWidth + most - 1) / most
      let bar = String(repeating: "█", count: filled) + String(repeating: " ", count: Self.barWidth - filled)
      table.add([
        "\(score) \(Self.levelNames[score])", Numbers.count(amount.documents),
        Numbers.percent(amount.documents, of: report.documents.documents), Numbers.count(amount.words),
        Numbers.percent(amount.words, of: report.documents.words), bar,
      ])
    }
    return "How unsafe\n" + table.render()
  }

  private static let levelNames = ["safe", "minimal", "slight", "moderate", "clear", "high"]

  private var routes: String {
    let lanes = Lane.partition.map(\.rawValue)
    let hasQuarantine = report.routings.contains { ($0.routes[Lane.quarantine.rawValue]?.documents ?? 0) > 0 }
    let shown = hasQuarantine ? lanes : Array(lanes.dropLast())
    var table = TextTable()
    table.add(["documents"] + shown)
    for routing in report.routings {
      table.add([routing.name] + shown.map { Numbers.count(routing.routes[$0]?.documents ?? 0) })
    }
    table.add(["words"])
    for routing in report.routings {
      table.add([routing.name] + shown.map { Numbers.count(routing.routes[$0]?.words ?? 0) })
    }
    return "Where documents would go\n" + table.render()
  }

  private var categories: String {
    let rows = report.categories.filter { $0.levels.reduce(0, +) > 0 }
    guard !rows.isEmpty else { return "" }
    var table = TextTable()
    table.add(["category"] + (0..<SafetyScore.count).map { "score \($0)" })
    for row in rows { table.add([row.category.rawValue] + row.levels.map(Numbers.count)) }
    let stances = Stance.allCases.map { "\($0.rawValue) \(Numbers.count(report.stances[$0.rawValue] ?? 0))" }
    return "What harms\n" + table.render() + "\n  stance: " + stances.joined(separator: ", ")
  }

  private var sources: String {
    guard report.sources.contains(where: { $0.source != nil }) else { return "" }
    var table = TextTable()
    table.add(["source", "documents", "words"] + (0..<SafetyScore.count).map { "score \($0)" })
    for source in report.sources.prefix(Self.sourcesShown) {
      table.add(
        [
          Printable.line(source.source ?? "(none)"), Numbers.count(source.amount.documents),
          Numbers.count(source.amount.words),
        ]
          + source.levels.map { Numbers.percent($0, of: source.amount.documents) })
    }
    let more = report.sources.count - Self.sourcesShown
    return "By source\n" + table.render() + (more > 0 ? "\n  and \(Numbers.count(more)) more (all in --json)" : "")
  }

  private var quarantine: String {
    let rows = report.quarantine.map { row in
      "  \(Numbers.count(row.lines)) \(row.reason.rawValue): \(row.explanation)\n"
        + "    such as " + row.examples.prefix(3).map { Printable.line($0) }.joined(separator: ", ")
    }
    return "Quarantined\n" + rows.joined(separator: "\n")
  }

  private var failures: String {
    "Shards that could not be read\n" + report.failedShards.map { "  \($0.error)" }.joined(separator: "\n")
  }

  private var facts: String {
    let run = report.run
    let rate = run.seconds > 0 ? Double(report.documents.documents) / run.seconds : 0
    let textRate = run.seconds > 0 ? Double(report.documents.bytes) / run.seconds : 0
    return """
      Took \(Numbers.duration(run.seconds)): \(Numbers.count(Int(rate))) documents/s, \
      \(Numbers.bytes(Int(textRate)))/s of text
      model \(run.model) (\(run.modelSHA256.prefix(12))), policy \(run.policy) (\(run.policySHA256.prefix(12))), \
      sluice \(run.sluiceVersion)
      """
  }
}
