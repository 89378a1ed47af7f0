internal import GRDB
internal import SluiceCore

/// The running digest over a shard's decision rows in line order, the same whether the rows come
/// from the pipeline or are read back from the table.
final class DecisionDigest: Sendable {
  private let hasher = CanonicalHasher("sluice decisions 1")
  // Invariant as for the hasher: one caller at a time for a shard.
  nonisolated(unsafe) private(set) var lastLine = 0
  nonisolated(unsafe) private(set) var rows = 0

  /// Adds rows that are about to be stored.
  ///
  /// - Returns: the first line that does not come after its predecessor; the digest is then void.
  func add(_ batch: DecisionBatch, recording: DecisionRecording, texts: BatchTexts) -> Int? {
    for row in batch.rows {
      guard row.line > lastLine else { return row.line }
      lastLine = row.line
      if recording == .routed, row.route == .keep { continue }
      rows += 1
      hasher.integer(row.line)
      if let id = texts.id(row) { hasher.text(id) } else { hasher.null() }
      if row.source >= 0 { hasher.text(texts.source(row.source)) } else { hasher.null() }
      hasher.integer(row.contentHash)
      hasher.integer(row.textBytes)
      hasher.byte(row.assessment.score.rawValue)
      for level in 0..<6 { hasher.short(row.assessment.probabilities.parts[level]) }
      hasher.text(row.assessment.category.staticName)
      hasher.text(row.assessment.stance.staticName)
      if row.assessment.language == .unsupported { hasher.text("unsupported") } else { hasher.null() }
      hasher.integer(row.scalarSpan.lowerBound)
      hasher.integer(row.scalarSpan.upperBound)
      hasher.text(row.route.staticName)
      hasher.text(texts.rule(row.rule))
    }
    return nil
  }

  /// Adds a row as it is stored.
  ///
  /// - Parameter row: columns as in `DecisionColumns.list`.
  /// - Returns: the name of a column that holds what sluice never writes.
  func add(_ row: StatementRow) -> String? {
    typealias C = DecisionColumns
    lastLine = row.integer(C.line)
    rows += 1
    guard let hash = row.bytes(C.contentHash).flatMap(ContentHashText.parse) else { return "content_hash" }
    hasher.integer(lastLine)
    hasher.text(row, C.documentID)
    hasher.text(row, C.source)
    hasher.integer(hash)
    hasher.integer(row.integer(C.textBytes))
    guard let score = UInt8(exactly: row.integer(C.score)), score <= 5 else { return "score" }
    hasher.byte(score)
    for level in 0..<6 {
      guard let parts = C.parts(row.real(C.p0 + Int32(level))) else { return "p\(level)" }
      hasher.short(parts)
    }
    hasher.text(row, C.category)
    hasher.text(row, C.stance)
    hasher.text(row, C.language)
    hasher.integer(row.integer(C.spanStart))
    hasher.integer(row.integer(C.spanEnd))
    hasher.text(row, C.route)
    hasher.text(row, C.rule)
    return nil
  }

  /// 64 lower-case hex digits.
  func hex() -> String { hasher.hex() }

  /// The digest over all rows a shard has in the table; a malformed row is an error.
  static func stored(_ db: Database, shard: Int, path: String) throws -> DecisionDigest {
    let digest = DecisionDigest()
    try DecisionColumns.statement(db, shard: shard).visit { row in
      if let column = digest.add(row) {
        throw LedgerError.malformedRow(
          path: path, table: "decisions", shard: shard, line: digest.lastLine, column: column)
      }
    }
    return digest
  }
}
