internal import SluiceCore

/// The report as text for a terminal or a log.
package struct TerminalReport {
  let report: CorpusReport
  let paint: Paint
  private static let barWidth = 30
  private static let sourcesShown = 20

  package init(_ report: CorpusReport, paint: Paint = Paint(false)) {
    self.report = report
    self.paint = paint
  }

  package func render() -> String {
    let sections = [
      headline, levels, routes, thresholds, categories, sources, terms, shards, quarantine, failures, facts,
    ]
    return sections.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  func section(_ title: String, _ body: String) -> String { paint(.heading, title) + "\n" + body }

  private var headline: String {
    let all = report.documents
    var text =
      "\(all.documents.counted("document")), \(all.words.counted("word")), \(Numbers.bytes(all.bytes)) of text"
      + " in \(report.run.shards.counted("shard"))"
    if report.run.sample < 1 { text += " (a sample of \(Numbers.decimal(100 * report.run.sample, 2)) %)" }
    var notes: [String] = []
    if report.quarantinedLines > 0 { notes.append("\(report.quarantinedLines.counted("line")) quarantined") }
    if report.blankLines > 0 { notes.append("\(report.blankLines.counted("blank line"))") }
    if let unsupported = report.unsupportedLanguage, unsupported > 0 {
      notes.append("\(unsupported.counted("document")) in a language the model does not know")
    }
    if report.scoredBytes < report.textBytes {
      notes.append("only \(Numbers.percent(report.scoredBytes, of: report.textBytes)) of the text was scored")
    }
    var lines = [paint(.heading, text)]
    if !notes.isEmpty { lines.append(notes.joined(separator: ", ")) }
    lines += report.warnings.map { paint(.warning, "! ") + $0 }
    return lines.joined(separator: "\n")
  }

  private var levels: String {
    var table = TextTable()
    let hasRange = report.intervals != nil
    table.add(["score", "documents", ""] + (hasRange ? ["95 % range"] : []) + ["words", "", "Dolma 3"])
    let most = report.levels.map(\.documents).max() ?? 0
    for (score, amount) in report.levels.enumerated() {
      let filled = most == 0 ? 0 : (amount.documents * Self.barWidth + most - 1) / most
      let bar = paint(.level(score), String(repeating: "█", count: filled))
      let range = report.intervals.map { intervals in
        let range = intervals[score].documents
        return ["\(Numbers.decimal(100 * range.low, 2))–\(Numbers.decimal(100 * range.high, 2)) %"]
      }
      table.add(
        [
          "\(score) \(LevelName.of(score))", Numbers.count(amount.documents),
          Numbers.percent(amount.documents, of: report.documents.documents),
        ] + (range ?? []) + [
          Numbers.count(amount.words), Numbers.percent(amount.words, of: report.documents.words),
          Numbers.share(report.reference.shares[score]),
          bar + String(repeating: " ", count: Self.barWidth - filled),
        ])
    }
    return section("How unsafe", table.render())
  }

  private var categories: String {
    let rows = report.categories.filter { $0.levels.reduce(0, +) > 0 }
    guard !rows.isEmpty else { return "" }
    var table = TextTable()
    table.add(["category"] + (0..<SafetyScore.count).map { "score \($0)" })
    for row in rows { table.add([row.category.rawValue] + row.levels.map(Numbers.count)) }
    let stances = report.stances.map { "\($0.stance.rawValue) \(Numbers.count($0.levels.reduce(0, +)))" }
    return section("What harms", table.render() + "\n  stance: " + stances.joined(separator: ", "))
  }

  private var sources: String {
    guard report.sources.contains(where: { $0.source != nil }) else { return "" }
    var table = TextTable()
    table.add(["source", "documents", "words"] + (0..<SafetyScore.count).map { "score \($0)" })
    for source in report.sources.prefix(Self.sourcesShown) {
      table.add(
        [
          Printable.line(source.source ?? "(none)", limit: 40), Numbers.count(source.amount.documents),
          Numbers.count(source.amount.words),
        ]
          + source.levels.map { Numbers.percent($0, of: source.amount.documents) })
    }
    let more = report.sources.count - Self.sourcesShown
    return section(
      "By source", table.render() + (more > 0 ? "\n  and \(Numbers.count(more)) more (--csv sources)" : ""))
  }

  private var terms: String {
    let found = report.terms.filter { $0.hits > 0 }
    guard !found.isEmpty else { return "" }
    var table = TextTable()
    table.add(["term list", "hits", "documents", "per million words"])
    for row in found {
      table.add([
        row.category, Numbers.count(row.hits), Numbers.count(row.documents),
        Numbers.decimal(row.hitsPerMillionWords, 1),
      ])
    }
    return section("Words of harmful topics", table.render())
  }

  private var shards: String {
    let marked = report.shards.filter { !$0.remarks.isEmpty }
    guard !marked.isEmpty else { return "" }
    let rows = marked.prefix(10).map {
      "  \(Printable.line($0.shard, limit: 80)): \($0.remarks.map { Printable.line($0) }.joined(separator: "; "))"
    }
    let more = marked.count - rows.count
    return section(
      "Shards unlike the others",
      rows.joined(separator: "\n") + (more > 0 ? "\n  and \(Numbers.count(more)) more (--csv shards)" : ""))
  }

  private var quarantine: String {
    guard !report.quarantine.isEmpty else { return "" }
    let rows = report.quarantine.map { row in
      "  \(Numbers.count(row.lines)) \(row.reason.rawValue): \(row.explanation)\n"
        + "    such as " + row.examples.prefix(3).map { Printable.line($0) }.joined(separator: ", ")
    }
    return section("Quarantined", rows.joined(separator: "\n"))
  }

  private var failures: String {
    guard !report.failedShards.isEmpty else { return "" }
    return section(
      "Shards that could not be read",
      report.failedShards.map { "  \(Printable.line($0.error))" }.joined(separator: "\n"))
  }

  private var facts: String {
    let run = report.run
    let rate = run.seconds > 0 ? Double(report.documents.documents + report.sampledOut) / run.seconds : 0
    let textRate = run.seconds > 0 ? Double(report.textBytes + report.sampledOutBytes) / run.seconds : 0
    let speed =
      run.seconds > 0
      ? "Took \(Numbers.duration(run.seconds)): \(Numbers.count(Int(rate))) documents/s, \(Numbers.bytes(Int(textRate)))/s of text\n"
      : ""
    return paint(
      .faint,
      speed
        + "model \(Printable.line(run.model)) (\(run.modelSHA256.prefix(12))), policy \(run.policy) "
        + "(\(run.policySHA256.prefix(12))), sluice \(run.sluiceVersion)")
  }
}

/// What the levels are called.
enum LevelName {
  static func of(_ score: Int) -> String { ["safe", "minimal", "slight", "moderate", "clear", "high"][score] }
}
