internal import SluiceCore

/// The report as text for a terminal or a log.
package struct TerminalReport {
  let report: CorpusReport
  let paint: Paint

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

  /// Nothing if the body is empty.
  func section(_ title: String, _ body: String) -> String {
    body.isEmpty ? "" : paint(.heading, title) + "\n" + body
  }

  /// Empty for a table without rows.
  func table(_ table: ReportTable) -> String {
    let table = TerminalTable(table, paint: paint)
    return table.isEmpty ? "" : table.render()
  }

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
    if let scored = report.scoredBytes, let all = report.textBytes, scored < all {
      notes.append("only \(Numbers.percent(scored, of: all)) of the text was scored")
    }
    var lines = [paint(.heading, text)]
    if !notes.isEmpty { lines.append(notes.joined(separator: ", ")) }
    lines += report.warnings.map { paint(.warning, "! ") + $0 }
    return lines.joined(separator: "\n")
  }

  private var levels: String { section("How unsafe", table(report.levelTable)) }

  private var categories: String {
    let found = table(report.categoryTable)
    let stances = report.stances.map { "\($0.stance.rawValue) \(Numbers.count($0.levels.reduce(0, +)))" }
    return section("Kinds of harm", found.isEmpty ? "" : found + "\n  stance: " + stances.joined(separator: ", "))
  }

  private var sources: String {
    let largest = table(report.sourceTable)
    let more = report.sources.count - report.sourceTable.limit(.terminal)
    return section(
      "By source",
      largest + (!largest.isEmpty && more > 0 ? "\n  and \(Numbers.count(more)) more (--csv sources)" : ""))
  }

  private var terms: String { section("Words about harmful topics", table(report.termTable)) }

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
    let speed = report.speed.map { "Took \($0)\n" } ?? ""
    return paint(
      .faint,
      speed
        + "model \(Printable.line(run.model)) (\(run.modelSHA256.prefix(12))), policy \(run.policy) "
        + "(\(run.policySHA256.prefix(12))), sluice \(run.sluiceVersion)")
  }
}
