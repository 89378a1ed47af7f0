internal import SluiceCore

/// Tables of what the corpus is about: harms, stances towards them, and words of harmful topics.
extension CorpusReport {
  var categoryTable: ReportTable {
    let all = categories
    let found = all.filter { $0.levels.reduce(0, +) > 0 }
    func unsafe(_ row: CategoryRow) -> Int { row.levels.dropFirst().reduce(0, +) }
    // Safe documents would outshine everything: the scale is that of scores 1 to 5.
    let most = max(1, found.flatMap { $0.levels.dropFirst() }.max() ?? 1)
    let levels: [Column<CategoryRow>] = (0..<SafetyScore.count).map { level in
      Column(csv: "score_\(level)", terminal: "score \(level)", page: "\(level)", wide: LevelName.of(level)) {
        level == 0 ? .count($0.levels[0]) : .heat($0.levels[level], most: most)
      }
    }
    let columns: [Column<CategoryRow>] =
      [
        Column(csv: "category", terminal: "category", page: "Harm", .rowName) {
          .term($0.category.rawValue, called: CategoryName.of($0.category))
        }
      ] + levels + [Column(page: "1 to 5") { .count(unsafe($0)) }]
    return ReportTable(columns: columns) { form in
      switch form {
      case .csv: all
      case .terminal: found
      case .page: found.sorted { unsafe($0) > unsafe($1) }
      }
    }
  }

  var stanceTable: ReportTable {
    let stances = stances
    let columns: [Column<StanceRow>] =
      [
        Column(csv: "stance", page: "Stance", .rowName) {
          .term($0.stance.rawValue, called: StanceName.of($0.stance))
        }
      ] + Self.levelColumns(\.levels) + [
        Column(page: "Documents") { .count($0.levels.reduce(0, +)) },
        Column(page: "Scores 0 to 5", .chart) { .stack($0.levels) },
        Column(page: "4 and 5") { .count($0.levels[4...].reduce(0, +)) },
      ]
    return ReportTable(columns: columns) { _ in stances }
  }

  var termTable: ReportTable {
    let terms = terms
    let most = terms.map(\.hitsPerMillionWords).max() ?? 0
    let columns: [Column<TermRow>] = [
      Column(csv: "category", terminal: "term list", page: "List", .rowName) {
        .term($0.category, called: $0.title)
      },
      Column(page: "", .chart) { .bar($0.hitsPerMillionWords, of: most, level: 0) },
      Column(page: "Per million") { .perMillion($0.hitsPerMillionWords) },
      Column("hits") { .count($0.hits) },
      Column("documents") { .count($0.documents) },
      Column(csv: "hits_per_million_words", terminal: "per million words") { .perMillion($0.hitsPerMillionWords) },
    ]
    return ReportTable(columns: columns) { form in
      switch form {
      case .csv: terms
      case .terminal: terms.filter { $0.hits > 0 }
      case .page: terms.sorted { $0.hitsPerMillionWords > $1.hitsPerMillionWords }
      }
    }
  }
}

extension CorpusReport.TermRow {
  /// `sexual-content` as `Sexual content`.
  fileprivate var title: String {
    let spaced = Printable.line(category, limit: 40).split(separator: "-").joined(separator: " ")
    return spaced.prefix(1).uppercased() + spaced.dropFirst()
  }
}
