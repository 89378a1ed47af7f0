internal import SluiceCore

extension HTMLReport {
  /// What made the numbers, so that somebody else can make them again.
  var facts: Markup {
    let run = report.run
    var facts: [(String, String)] = [
      ("Made", "\(run.madeAt) by sluice \(run.sluiceVersion) (\(run.kind))"),
      ("Model", "\(run.model), sha256 \(run.modelSHA256)"), ("Policy", "\(run.policy), sha256 \(run.policySHA256)"),
      ("Input", "\(run.shards.counted("shard")), \(Numbers.bytes(run.inputBytes)) compressed"),
      (
        "Lines",
        "\(Numbers.count(report.lines)), of which \(Numbers.count(report.blankLines)) blank and "
          + "\(Numbers.count(report.quarantinedLines)) quarantined"
      ),
      (
        "Coverage",
        "\(report.scoredBytes.map(Numbers.count) ?? "–") of \(report.textBytes.map(Numbers.count) ?? "–") bytes of text of scored documents"
          + (report.sampledOut > 0
            ? "; \(report.sampledOut.counted("document")) (\(Numbers.bytes(report.sampledOutBytes))) left out by sampling"
            : "")
      ),
    ]
    if let unsupported = report.unsupportedLanguage {
      facts.append(("Unknown languages", unsupported.counted("document")))
    }
    if let speed = report.speed { facts.append(("Took", speed)) }
    for (name, value) in run.options.sorted(by: { $0.key < $1.key }) { facts.append((name, value)) }
    let rows = facts.map { "<dt>\($0.0)</dt><dd>\(Printable.line($0.1, limit: 400))</dd>\n" as Markup }
    return Self.section(
      "How these numbers were made", "Everything here is also in report.json.", "<dl id=\"facts\">\(rows)</dl>")
  }
}
