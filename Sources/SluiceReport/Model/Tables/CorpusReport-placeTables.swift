internal import SluiceCore

/// Tables of where documents come from: sources, shards, quarantined lines and examples.
extension CorpusReport {
  var sourceTable: ReportTable {
    let sources = sources
    let isNamed = sources.contains { $0.source != nil }
    let shares: [Column<Source>] = (0..<levels.count).map { level in
      Column(terminal: "score \(level)") { .share($0.levels[level], of: $0.amount.documents) }
    }
    func share(from level: Int, _ source: Source) -> Cell {
      .share(source.levels[level...].reduce(0, +), of: source.amount.documents)
    }
    let columns: [Column<Source>] =
      [
        Column("source") { .source($0.source) },
        Column("documents") { .count($0.amount.documents) },
        Column("words") { .count($0.amount.words) },
        Column(csv: "text_bytes") { .count($0.amount.bytes) },
      ] + Self.levelColumns(\.levels) + shares + [
        Column(page: "Scores 0 to 5", .chart) { .stack($0.levels) },
        Column(page: "1 to 5") { share(from: 1, $0) },
        Column(page: "3 to 5") { share(from: 3, $0) },
        Column(page: "4 and 5") { share(from: 4, $0) },
      ]
    return ReportTable(limits: [.terminal: 20, .page: 50], columns: columns) { form in
      form == .csv || isNamed ? sources : []
    }
  }

  var shardTable: ReportTable {
    let shards = shards
    let columns: [Column<ShardRow>] =
      [
        Column(csv: "shard", page: "Shard") { .name($0.shard, limit: 60) },
        Column(csv: "lines") { .count($0.lines) },
        Column(csv: "quarantined") { .count($0.quarantined) },
        Column(csv: "documents", page: "Documents") { .count($0.amount.documents) },
        Column(csv: "words") { .count($0.amount.words) },
        Column(csv: "text_bytes") { .count($0.amount.bytes) },
      ] + Self.levelColumns(\.levels) + [
        Column(page: "Scores 0 to 5", .chart) { .stack($0.levels) },
        Column(page: "1 to 5") { .share($0.levels[1...].reduce(0, +), of: $0.amount.documents) },
        Column(page: "4 and 5") { .share($0.levels[4...].reduce(0, +), of: $0.amount.documents) },
        Column(page: "Quarantined") { .count($0.quarantined) },
        Column(csv: "remarks", page: "Remarks", .sentence) { .text($0.remarks.joined(separator: "; ")) },
      ]
    return ReportTable(limits: [.page: 50], columns: columns) { form in
      guard form != .csv else { return shards }
      // Shards that stand out, then the largest.
      return shards.filter { !$0.remarks.isEmpty }
        + shards.filter { $0.remarks.isEmpty }.sorted { $0.amount.documents > $1.amount.documents }
    }
  }

  var quarantineTable: ReportTable {
    let quarantine = quarantine
    let columns: [Column<Quarantine>] = [
      Column(csv: "reason", page: "Reason", .text) { .code($0.reason.rawValue) },
      Column(csv: "lines", page: "Lines") { .count($0.lines) },
      Column(page: "What it means", .sentence) { .text($0.explanation) },
      Column(csv: "examples", page: "Such as (shard#line)", .sentence) { .places($0.examples) },
    ]
    return ReportTable(columns: columns) { _ in quarantine }
  }

  /// For CSV: the page has a card for each example.
  var exampleTable: ReportTable {
    let rows = examples.flatMap { group in group.documents.map { (group: group, example: $0) } }
    return ReportTable(columns: [
      Column(csv: "group") { .text($0.group.kind) },
      Column(csv: "level") { .count($0.group.level) },
      Column(csv: "key") { .text($0.example.key) },
      Column(csv: "id") { .text($0.example.id ?? "") },
      Column(csv: "source") { .text($0.example.source ?? "") },
      Column(csv: "score") { .count($0.example.score) },
      Column(csv: "category") { .text($0.example.category.rawValue) },
      Column(csv: "stance") { .text($0.example.stance.rawValue) },
      Column(csv: "route") { .text($0.example.route.rawValue) },
      Column(csv: "span_start") { .count($0.example.span[0]) },
      Column(csv: "span_end") { .count($0.example.span[1]) },
    ]) { _ in rows }
  }
}
