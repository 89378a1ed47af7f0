internal import SluiceCore

extension HTMLReport {
  /// Title, the finding in a sentence, and the few numbers everybody asks for.
  var headline: Markup {
    let run = report.run
    let names = run.inputs.prefix(4).map { Markup.name($0, limit: 60) }
    let more = run.inputs.count > 4 ? " and \(run.inputs.count - 4) more" : ""
    let kind = run.kind == "run" ? "Run" : run.sample < 1 ? "Sample scan" : "Full scan"
    let warnings = report.warnings.map { "<p class=\"warn\">\($0)</p>\n" as Markup }
    return """
      <header>
      <h1>Data safety report card</h1>
      <p class="sub">\(kind) of \(Self.list(names))\(more) · \(String(run.madeAt.prefix(10)))</p>
      </header>
      <p class="lead">\(finding)</p>
      <div class="tiles">\(tiles)</div>
      \(warnings)

      """
  }

  private static func list(_ names: [Markup]) -> Markup {
    names.enumerated().map { index, name in index == 0 ? name : ", " + name }.joined()
  }

  private var finding: Markup {
    let all = report.documents.documents
    guard all > 0 else { return "No document was scored." }
    let unsafe = report.documents(from: 4)
    let between = all - report.levels[0].documents - unsafe
    func share(_ part: Int) -> String { Numbers.share(Double(part) / Double(all)) }
    return """
      <strong>\(share(report.levels[0].documents))</strong> of the documents are safe for everyone (score 0), \
      <strong>\(share(between))</strong> need softening (1 to 3), and \
      <strong>\(share(unsafe))</strong> are clearly or highly unsafe (4 and 5).
      """
  }

  private var tiles: Markup {
    let all = report.documents
    let run = report.run
    let sample =
      run.sample < 1
      ? "scored of \(Numbers.short(Double(all.documents + report.sampledOut))) read (\(Numbers.share(run.sample)) sample)"
      : "documents scored"
    let covered = report.textBytes.flatMap { all in
      report.scoredBytes.map { all > 0 ? Double($0) / Double(all) : 1 }
    }
    let read = report.textBytes.map { $0 + report.sampledOutBytes }
    let language =
      report.unsupportedLanguage.flatMap {
        $0 > 0 ? "of the text scored; \($0.counted("document")) in unknown languages" : nil
      } ?? "of the text scored"
    return [
      tile(Numbers.short(Double(all.documents)), sample), tile(Numbers.short(Double(all.words)), "words"),
      tile(read.map(Numbers.bytes) ?? "–", "of text in \(run.shards.counted("shard"))"),
      tile(covered.map(Numbers.share) ?? "–", run.sample < 1 ? "of the sampled text scored" : language),
      tile(Numbers.count(report.quarantinedLines), "of \(Numbers.short(Double(report.lines))) lines quarantined"),
    ].joined()
  }

  private func tile(_ value: String, _ label: String) -> Markup {
    "<div class=\"tile\"><b>\(value)</b><span>\(label)</span></div>\n"
  }
}
