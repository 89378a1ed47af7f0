internal import GRDB
package import SluiceCore

/// A column that totals can be broken down by.
package enum TotalsDimension: String, CaseIterable, Sendable {
  case shard = "shard_id"
  case source, score, route, category, stance, language
}

/// Documents summed over everything but the dimensions asked for; those not asked for are nil.
package struct TotalsRow: Sendable, Hashable {
  package var shard: Int?
  /// Outer nil: not asked for. Inner nil: documents without a source.
  package var source: Name??
  package var score: SafetyScore?
  package var route: Route?
  package var category: Category?
  package var stance: Stance?
  package var language: Language?
  package var count: Totals.Count

  /// The order of SQLite: dimension by dimension, NULL first, texts by their bytes.
  func precedes(_ other: TotalsRow) -> Bool {
    if let a = shard, let b = other.shard, a != b { return a < b }
    if case .some(let a) = source, case .some(let b) = other.source, a != b {
      guard let a, let b else { return a == nil }
      return a < b
    }
    if let a = score, let b = other.score, a != b { return a < b }
    let names = [
      (route?.rawValue, other.route?.rawValue), (category?.rawValue, other.category?.rawValue),
      (stance?.rawValue, other.stance?.rawValue), (language?.rawValue, other.language?.rawValue),
    ]
    for case (let a?, let b?) in names where a != b { return a.utf8.lexicographicallyPrecedes(b.utf8) }
    return false
  }
}

extension LedgerReader {
  /// Documents, text bytes and words by any combination of dimensions, ordered by them. Counts what
  /// checkpoints have recorded, too. Reads the totals only: O(shards × sources).
  package func totals(by dimensions: Set<TotalsDimension>) throws -> [TotalsRow] {
    let grouped = TotalsDimension.allCases.filter(dimensions.contains)
    let names = grouped.map(\.rawValue).joined(separator: ", ")
    let grouping = grouped.isEmpty ? "" : "GROUP BY \(names) ORDER BY \(names)"
    let list = grouped.isEmpty ? "" : names + ", "
    let found = try store.each { db, path in
      let statement = try PreparedStatement(
        db,
        """
        SELECT \(list)\(Self.sum("documents")), \(Self.sum("text_bytes")), \(Self.sum("words"))
        FROM totals \(grouping)
        """)
      return try statement.rows { try Self.totalsRow($0, grouped, path) }
    }
    return found.count == 1 ? found[0] : Self.sum(found)
  }

  /// The sum of counts, each held within what a count can be (`Int.asCount`).
  static func sum(_ column: String) -> String {
    "ifnull(sum(max(0, min(\(column), \(Int.mostCounted)))), 0)"
  }

  /// What several databases have counted, as one would have.
  private static func sum(_ found: [[TotalsRow]]) -> [TotalsRow] {
    var sums: [TotalsRow: Totals.Count] = [:]
    for var row in found.joined() {
      let count = row.count
      row.count = Totals.Count()
      sums[row, default: Totals.Count()] += count
    }
    return sums.map { row, count in
      var row = row
      row.count = count
      return row
    }
    .sorted { $0.precedes($1) }
  }

  private static func totalsRow(
    _ row: StatementRow, _ grouped: [TotalsDimension], _ path: String
  ) throws -> TotalsRow {
    let first = Int32(grouped.count)
    var result = TotalsRow(
      count: Totals.Count(
        documents: row.integer(first), textBytes: row.integer(first + 1), words: row.integer(first + 2)))
    for (i, dimension) in grouped.enumerated() {
      let column = Int32(i)
      let isKnown: Bool
      switch dimension {
      case .shard:
        result.shard = row.count(column)
        isKnown = true
      case .source:
        result.source = .some(row.optionalName(column))
        isKnown = true
      case .score:
        result.score = UInt8(exactly: row.integer(column)).flatMap(SafetyScore.init)
        isKnown = result.score != nil
      case .route:
        result.route = Route(rawValue: row.text(column))
        isKnown = result.route != nil
      case .category:
        result.category = Category(rawValue: row.text(column))
        isKnown = result.category != nil
      case .stance:
        result.stance = Stance(rawValue: row.text(column))
        isKnown = result.stance != nil
      case .language:
        result.language = Language(rawValue: row.text(column))
        isKnown = result.language != nil
      }
      guard isKnown else {
        throw LedgerError.malformedRow(
          path: path, table: "totals", shard: result.shard ?? 0, line: 0, column: dimension.rawValue)
      }
    }
    return result
  }

  /// The totals of the whole run in the form reports read. A source is kept apart only if the ledger tells all of it:
  /// where some shards counted their smaller sources together, it must be among the others in each of these. Then the
  /// smallest are counted together if there are more than `Totals.sourceLimit`.
  package func totals() throws -> Totals {
    var totals = Totals()
    for row in try self.totals(by: Set(TotalsDimension.allCases).subtracting([.shard])) {
      guard let score = row.score, let route = row.route, let category = row.category, let stance = row.stance,
        let language = row.language
      else { continue }
      totals.add(
        Totals.Key(
          source: row.source ?? nil, score: score, route: route, category: category, stance: stance,
          language: language),
        row.count)
    }
    let (folded, present) = try foldedShards()
    if folded > 0 { totals = totals.foldingSources { present[$0] != folded } }
    return totals.keepingLargest(Totals.sourceLimit)
  }

  /// The number of shards that counted their smaller sources together, and in how many of them each source is apart.
  private func foldedShards() throws -> (count: Int, present: [Name: Int]) {
    let folded = "(SELECT DISTINCT shard_id FROM totals WHERE source = ?1)"
    var count = 0
    var present: [Name: Int] = [:]
    _ = try store.each { db, _ in
      let shards = try PreparedStatement(db, "SELECT count(*) FROM \(folded)")
      shards.bind(1, Totals.otherSources.text)
      let here = try shards.first { $0.integer(0) } ?? 0
      guard here > 0 else { return }
      count += here
      let sources = try PreparedStatement(
        db,
        """
        SELECT source, count(DISTINCT shard_id) FROM totals WHERE source IS NOT NULL AND shard_id IN \(folded)
        GROUP BY source
        """)
      sources.bind(1, Totals.otherSources.text)
      try sources.visit { present[$0.name(0), default: 0] += $0.integer(1) }
    }
    return (count, present)
  }

  /// Documents of a shard that were scored and routed.
  package func documents(shard: Int) throws -> Int {
    try store.of(shard: shard) { db, _ in
      try db.integer("SELECT ifnull(sum(documents), 0) FROM totals WHERE shard_id = ?", shard)
    } ?? 0
  }

  /// Documents by route; routes without documents have a zero.
  package func counts() throws -> [Route: Totals.Count] {
    var counts = Dictionary(uniqueKeysWithValues: Route.allCases.map { ($0, Totals.Count()) })
    for row in try totals(by: [.route]) {
      if let route = row.route { counts[route] = row.count }
    }
    return counts
  }
}
