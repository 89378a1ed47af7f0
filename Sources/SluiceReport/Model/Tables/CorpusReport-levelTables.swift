internal import SluiceCore

/// Tables of how unsafe the corpus is: by level, by length of text, by the model's confidence.
extension CorpusReport {
  private struct LevelRow {
    var score: Int
    var amount: Amount
    /// Shares of all documents and words.
    var documents: Double
    var words: Double
    var interval: LevelInterval?
    var reference: Double
  }

  var levelTable: ReportTable {
    let all = documents
    let most = Double(levels.map(\.documents).max() ?? 0)
    let range = intervals == nil ? nil : "95 % range"
    func share(_ part: Int, _ whole: Int) -> Double { whole > 0 ? Double(part) / Double(whole) : 0 }
    let rows = levels.enumerated().map { score, amount in
      LevelRow(
        score: score, amount: amount, documents: share(amount.documents, all.documents),
        words: share(amount.words, all.words), interval: intervals?[score], reference: reference.shares[score])
    }
    let columns: [Column<LevelRow>] = [
      Column("score", .rowName) { .level($0.score) },
      Column(page: "Share", .chart) {
        .levelBars(
          level: $0.score, documents: $0.documents, words: $0.words, reference: $0.reference,
          range: $0.interval?.documents)
      },
      Column("documents", .wideOnly) { .count($0.amount.documents) },
      Column(csv: "words") { .count($0.amount.words) },
      Column(csv: "text_bytes") { .count($0.amount.bytes) },
      Column(csv: "share", page: "of all", .strong) { .fraction($0.documents) },
      Column(terminal: "") { .share($0.amount.documents, of: all.documents) },
      Column(csv: "share_low") { .fraction($0.interval?.documents.low ?? $0.documents) },
      Column(csv: "share_high") { .fraction($0.interval?.documents.high ?? $0.documents) },
      Column(terminal: range, page: range) { .range($0.interval?.documents) },
      Column(terminal: "words", page: "Words", .wideOnly) { .count($0.amount.words) },
      Column(csv: "word_share", page: "of words") { .fraction($0.words) },
      Column(terminal: "") { .share($0.amount.words, of: all.words) },
      Column(csv: "word_share_low") { .fraction($0.interval?.words?.low ?? $0.words) },
      Column(csv: "word_share_high") { .fraction($0.interval?.words?.high ?? $0.words) },
      Column(csv: "dolma3_share", terminal: "Dolma 3", page: "Dolma 3", .faint) { .fraction($0.reference) },
      Column(terminal: "", .chart) { .bar(Double($0.amount.documents), of: most, level: $0.score) },
    ]
    return ReportTable(columns: columns) { _ in rows }
  }

  var lengthTable: ReportTable {
    let lengths = lengths
    let levels: [Column<LengthRow>] = (0..<SafetyScore.count).map { level in
      Column(csv: "score_\(level)") { .count($0.levels[level]) }
    }
    let columns: [Column<LengthRow>] =
      [
        Column(csv: "from_bytes") { .count($0.fromBytes) },
        Column(csv: "to_bytes") { $0.toBytes.map { .count($0) } ?? .text("") },
      ] + levels + [
        Column(page: "Length", .rowName) { .text($0.range) },
        Column(page: "Documents") { .count($0.documents(from: 0)) },
        Column(page: "Scores 0 to 5", .chart) {
          .stack($0.documents(from: 0) == nil ? nil : $0.levels.compactMap(\.self))
        },
        Column(page: "1 to 5") { .share($0.documents(from: 1), of: $0.documents(from: 0)) },
        Column(page: "4 and 5") { .share($0.documents(from: 4), of: $0.documents(from: 0)) },
      ]
    return ReportTable(columns: columns) { form in
      form == .csv ? lengths : lengths.filter { $0.levels.contains { $0 != 0 } }
    }
  }

  var confidenceTable: ReportTable {
    let steps = confidence.lazy.compactMap(\.self).first?.count ?? 0
    let rows = confidence.enumerated().flatMap { score, bins in
      (0..<steps).map { (score: score, from: Double($0) / Double(steps), documents: bins?[$0]) }
    }
    return ReportTable(columns: [
      Column(csv: "score") { .count($0.score) },
      Column(csv: "from_probability") { .text(Numbers.decimal($0.from, 2)) },
      Column(csv: "documents") { .count($0.documents) },
    ]) { _ in rows }
  }
}

extension CorpusReport.LengthRow {
  /// Documents at a level or above; nil where the ledger does not tell.
  fileprivate func documents(from level: Int) -> Int? {
    levels[level...].reduce(0) { sum, count in sum.flatMap { sum in count.map { sum + $0 } } }
  }

  /// In words: `1k to 4k`.
  var range: String {
    func size(_ bytes: Int) -> String { bytes < 1000 ? "\(bytes)" : "\(bytes / 1000)k" }
    guard let toBytes else { return "\(size(fromBytes)) and more" }
    return fromBytes == 0 ? "below \(size(toBytes))" : "\(size(fromBytes)) to \(size(toBytes))"
  }
}
