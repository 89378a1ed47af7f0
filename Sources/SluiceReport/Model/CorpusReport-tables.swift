internal import SluiceCore

extension CorpusReport {
  /// A table by name; numbers are plain, shares are fractions of 1.
  package func table(_ name: ReportTable.Name) -> ReportTable {
    switch name {
    case .levels: levelTable
    case .categories:
      ReportTable(
        ["category"] + Self.levelColumns, categories.map { [$0.category.rawValue] + $0.levels.map(String.init) })
    case .sources:
      ReportTable(
        ["source"] + Self.amountColumns + Self.levelColumns,
        sources.map { [$0.source ?? ""] + Self.cells($0.amount) + $0.levels.map(String.init) })
    case .stances:
      ReportTable(["stance"] + Self.levelColumns, stances.map { [$0.stance.rawValue] + $0.levels.map(String.init) })
    case .lengths:
      ReportTable(
        ["from_bytes", "to_bytes"] + Self.levelColumns,
        lengths.map { [String($0.fromBytes), $0.toBytes.map(String.init) ?? ""] + $0.levels.map(String.init) })
    case .confidence: confidenceTable
    case .thresholds:
      ReportTable(
        ["from_score", "gate"] + Self.amountColumns,
        thresholds.map { [String($0.fromScore), String($0.gate)] + Self.cells($0.amount) })
    case .routes: routeTable
    case .terms:
      ReportTable(
        ["category", "hits", "documents", "hits_per_million_words"],
        terms.map { [$0.category, String($0.hits), String($0.documents), Numbers.decimal($0.hitsPerMillionWords, 3)] })
    case .quarantine:
      ReportTable(
        ["reason", "lines", "examples"],
        quarantine.map { [$0.reason.rawValue, String($0.lines), $0.examples.joined(separator: " ")] })
    case .shards:
      ReportTable(
        ["shard", "lines", "quarantined"] + Self.amountColumns + Self.levelColumns + ["remarks"],
        shards.map {
          [$0.shard, String($0.lines), String($0.quarantined)] + Self.cells($0.amount) + $0.levels.map(String.init)
            + [$0.remarks.joined(separator: "; ")]
        })
    case .examples: exampleTable
    }
  }

  private static let levelColumns = (0..<SafetyScore.count).map { "score_\($0)" }
  private static let amountColumns = ["documents", "words", "text_bytes"]

  private static func cells(_ amount: Amount) -> [String] {
    [String(amount.documents), String(amount.words), String(amount.bytes)]
  }

  private var levelTable: ReportTable {
    ReportTable(
      ["score"] + Self.amountColumns
        + ["share", "share_low", "share_high", "word_share", "word_share_low", "word_share_high", "dolma3_share"],
      levels.enumerated().map { score, amount in
        func share(_ part: Int, _ all: Int) -> Double { all > 0 ? Double(part) / Double(all) : 0 }
        let documentShare = share(amount.documents, documents.documents)
        let wordShare = share(amount.words, documents.words)
        let range = intervals?[score]
        let shares = [
          documentShare, range?.documents.low ?? documentShare, range?.documents.high ?? documentShare, wordShare,
          range?.words?.low ?? wordShare, range?.words?.high ?? wordShare, reference.shares[score],
        ]
        return [String(score)] + Self.cells(amount) + shares.map { Numbers.decimal($0, 6) }
      })
  }

  private var confidenceTable: ReportTable {
    ReportTable(
      ["score", "from_probability", "documents"],
      confidence.enumerated().flatMap { score, bins in
        bins.enumerated().map { bin, count in
          [String(score), Numbers.decimal(Double(bin) / Double(bins.count), 2), String(count)]
        }
      })
  }

  private var routeTable: ReportTable {
    let lanes = Lane.partition.map(\.rawValue)
    return ReportTable(
      ["policy"] + lanes.flatMap { ["\($0)_documents", "\($0)_words"] } + [
        "tokens_read", "tokens_written", "cost", "seconds",
      ],
      routings.map { routing in
        let amounts = lanes.flatMap { lane in
          [String(routing.routes[lane]?.documents ?? 0), String(routing.routes[lane]?.words ?? 0)]
        }
        let synthesis = routing.synthesis
        return [routing.name] + amounts + [
          String(synthesis.tokensRead), String(synthesis.tokensWritten),
          synthesis.cost.map { Numbers.decimal($0, 2) } ?? "", synthesis.seconds.map { Numbers.decimal($0, 0) } ?? "",
        ]
      })
  }

  private var exampleTable: ReportTable {
    ReportTable(
      ["group", "level", "key", "id", "source", "score", "category", "stance", "route", "span_start", "span_end"],
      examples.flatMap { group in
        group.documents.map {
          [
            group.kind, String(group.level), $0.key, $0.id ?? "", $0.source ?? "", String($0.score),
            $0.category.rawValue, $0.stance.rawValue, $0.route.rawValue, String($0.span[0]), String($0.span[1]),
          ]
        }
      })
  }
}
