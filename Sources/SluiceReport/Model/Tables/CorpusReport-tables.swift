internal import SluiceCore

extension CorpusReport {
  package func table(_ name: ReportTable.Name) -> ReportTable {
    switch name {
    case .levels: levelTable
    case .categories: categoryTable
    case .sources: sourceTable
    case .stances: stanceTable
    case .lengths: lengthTable
    case .confidence: confidenceTable
    case .thresholds: thresholdTable
    case .routes: routeTable
    case .terms: termTable
    case .quarantine: quarantineTable
    case .shards: shardTable
    case .examples: exampleTable
    }
  }

  /// A row's documents at each level, for CSV.
  static func levelColumns<Row>(_ levels: @escaping (Row) -> [Int]) -> [Column<Row>] {
    (0..<SafetyScore.count).map { level in Column(csv: "score_\(level)") { .count(levels($0)[level]) } }
  }
}
