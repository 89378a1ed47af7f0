package import SluiceCore

/// A row of `decisions`: why a document went where it went.
package struct DecisionRecord: Sendable, Hashable {
  package var key: DocumentKey
  /// The document's own id; nil if it has none. Bytes that are not UTF-8 read as U+FFFD.
  package var documentID: Name?
  package var source: Name?
  /// XXH3-64 of the text's UTF-8 bytes.
  package var contentHash: UInt64
  /// Length of the text in UTF-8 bytes.
  package var textBytes: Int
  package var score: SafetyScore
  package var probabilities: LevelProbabilities
  package var category: Category
  package var stance: Stance
  package var language: Language
  /// The text that drove the score, in Unicode scalars of the text.
  package var scalarSpan: Range<Int>
  package var route: Route
  /// Name of the policy rule that chose the route.
  package var rule: String
}

extension DecisionRecord {
  /// - Parameter row: columns as in `DecisionColumns.list`.
  /// - Throws: `LedgerError.malformedRow` for values sluice never writes.
  init(_ row: StatementRow, shard: Int, shardPath: Name, ledger: String) throws {
    typealias C = DecisionColumns
    let line = row.integer(C.line)
    func valid<T>(_ value: T?, _ column: String) throws -> T {
      guard let value else {
        throw LedgerError.malformedRow(path: ledger, table: "decisions", shard: shard, line: line, column: column)
      }
      return value
    }
    var parts = InlineArray<6, UInt16>(repeating: 0)
    var sum = 0
    for level in 0..<6 {
      parts[level] = try valid(C.parts(row.real(C.p0 + Int32(level))), "p\(level)")
      sum += Int(parts[level])
    }
    let start = row.integer(C.spanStart)
    let end = row.integer(C.spanEnd)
    self.init(
      key: DocumentKey(shard: shardPath, line: line), documentID: row.optionalName(C.documentID),
      source: row.optionalName(C.source),
      contentHash: try valid(row.bytes(C.contentHash).flatMap(ContentHashText.parse), "content_hash"),
      textBytes: row.count(C.textBytes),
      score: try valid(UInt8(exactly: row.integer(C.score)).flatMap(SafetyScore.init), "score"),
      probabilities: try valid(sum == LevelProbabilities.whole ? LevelProbabilities(parts: parts) : nil, "p0 to p5"),
      category: try valid(Category(rawValue: row.text(C.category)), "category"),
      stance: try valid(Stance(rawValue: row.text(C.stance)), "stance"),
      language: try valid(row.isNull(C.language) ? .supported : Language(rawValue: row.text(C.language)), "language"),
      scalarSpan: try valid(0 <= start && start <= end ? start..<end : nil, "span_start"),
      route: try valid(Route(rawValue: row.text(C.route)), "route"), rule: row.text(C.rule))
  }
}

/// A row of `quarantine`: a line that was not scored and routed.
package struct QuarantineRecord: Sendable, Hashable {
  package var key: DocumentKey
  /// Where the line starts in the decompressed shard.
  package var byteOffset: Int
  package var reason: QuarantineReason

  package init(key: DocumentKey, byteOffset: Int, reason: QuarantineReason) {
    self.key = key
    self.byteOffset = byteOffset
    self.reason = reason
  }
}
