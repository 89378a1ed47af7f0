internal import GRDB
internal import SluiceCore

/// Stores the rows of a stretch of a shard. Works inside a transaction of the caller.
struct DecisionWriter {
  let shard: Int
  let recording: DecisionRecording

  private static let sql = """
    INSERT INTO decisions (\(DecisionColumns.list), shard_id)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """

  /// The hot path: a handful of binds by address for a row, and none for a value that the row
  /// before had too (bindings stay in place across a reset).
  func insert(_ batch: DecisionBatch, texts: BatchTexts, _ db: Database) throws {
    typealias C = DecisionColumns
    let statement = try PreparedStatement(db, Self.sql)
    // No binding may outlive the memory it points to.
    defer { statement.unbind() }
    statement.bind(20, shard)
    try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 16) { hex in
      let hexText = UnsafeBufferPointer(hex)
      statement.bindUncopied(C.contentHash + 1, hexText)
      var last: DecisionBatch.Row?
      for row in batch.rows where recording == .all || row.route != .keep {
        statement.bind(C.line + 1, row.line)
        if let id = texts.id(row) {
          statement.bindUncopied(C.documentID + 1, id)
        } else {
          statement.bindNull(C.documentID + 1)
        }
        ContentHashText.write(row.contentHash, to: hex.baseAddress!)
        statement.bind(C.textBytes + 1, row.textBytes)
        statement.bind(C.score + 1, Int(row.assessment.score.rawValue))
        for level in 0..<6 {
          statement.bind(
            C.p0 + 1 + Int32(level), Double(row.assessment.probabilities.parts[level]) / 10_000)
        }
        statement.bind(C.spanStart + 1, row.scalarSpan.lowerBound)
        statement.bind(C.spanEnd + 1, row.scalarSpan.upperBound)
        bindRepeating(row, after: last, texts, statement)
        try statement.run()
        last = row
      }
    }
  }

  @inline(__always)
  private func bindRepeating(
    _ row: DecisionBatch.Row, after last: DecisionBatch.Row?, _ texts: BatchTexts, _ statement: PreparedStatement
  ) {
    typealias C = DecisionColumns
    if last?.source != row.source {
      if row.source >= 0 {
        statement.bindUncopied(C.source + 1, texts.source(row.source))
      } else {
        statement.bindNull(C.source + 1)
      }
    }
    if last?.assessment.category != row.assessment.category {
      statement.bindUncopied(C.category + 1, row.assessment.category.staticName)
    }
    if last?.assessment.stance != row.assessment.stance {
      statement.bindUncopied(C.stance + 1, row.assessment.stance.staticName)
    }
    if last?.assessment.language != row.assessment.language {
      if row.assessment.language == .unsupported {
        statement.bindUncopied(C.language + 1, "unsupported")
      } else {
        statement.bindNull(C.language + 1)
      }
    }
    if last?.route != row.route { statement.bindUncopied(C.route + 1, row.route.staticName) }
    if last?.rule != row.rule { statement.bindUncopied(C.rule + 1, texts.rule(row.rule)) }
  }

  func insert(_ lines: [QuarantinedLine], _ db: Database) throws {
    guard !lines.isEmpty else { return }
    let statement = try PreparedStatement(
      db, "INSERT INTO quarantine (shard_id, line, byte_offset, reason) VALUES (?, ?, ?, ?)")
    statement.bind(1, shard)
    for line in lines {
      statement.bind(2, line.line)
      statement.bind(3, line.byteOffset)
      statement.bind(4, line.reason.rawValue)
      try statement.run()
    }
  }
}
