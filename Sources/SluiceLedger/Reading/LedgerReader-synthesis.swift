internal import GRDB
package import SluiceCore

extension LedgerReader {
  /// Ledgers that an earlier version wrote, and nobody has opened for writing since, have no such tables.
  private static func hasSynthesis(_ db: Database) throws -> Bool {
    try db.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'synthesis'") > 0
  }

  /// Requests by stage and outcome; those that did not occur are left out. Counts of tokens that cannot be true do not
  /// count: earlier versions took them over from servers.
  package func synthesisCounts() throws -> [SynthesisCount] {
    try store.each { db, _ -> [SynthesisCount] in
      guard try Self.hasSynthesis(db) else { return [] }
      func total(_ column: String) -> String {
        "total(iif(\(column) BETWEEN 0 AND \(SynthesisAttempt.mostTokens), \(column), NULL))"
      }
      let statement = try PreparedStatement(
        db,
        """
        SELECT stage, outcome, count(*), \(total("tokens_in")), \(total("tokens_out")) FROM synthesis
        GROUP BY stage, outcome ORDER BY stage, outcome
        """)
      return try statement.rows { row in
        guard let stage = SynthesisStage(rawValue: row.text(0)), let outcome = SynthesisOutcome(rawValue: row.text(1))
        else { return nil }
        return SynthesisCount(
          stage: stage, outcome: outcome, requests: row.count(2), tokensIn: row.count(3), tokensOut: row.count(4))
      }
      .compactMap { (count: SynthesisCount?) in count }
    }
    .flatMap { $0 }
  }

  /// Published files, by path.
  package func synthesisFiles(stage: SynthesisStage? = nil) throws -> [SynthesisFile] {
    try store.each { db, _ -> [SynthesisFile] in
      guard try Self.hasSynthesis(db) else { return [] }
      let statement = try PreparedStatement(
        db,
        "SELECT stage, path, lines, bytes, sha256 FROM synthesis_files WHERE ?1 IS NULL OR stage = ?1 ORDER BY path")
      statement.bind(1, stage?.rawValue)
      return try statement.rows { row in
        SynthesisStage(rawValue: row.text(0)).map {
          SynthesisFile(
            stage: $0, path: row.text(1), lines: row.count(2), bytes: row.count(3), sha256: row.text(4))
        }
      }
      .compactMap { (file: SynthesisFile?) in file }
    }
    .flatMap { $0 }
  }

  /// Hands over the requests whose texts a published file has, by line and attempt.
  ///
  /// - Parameter body: must not use this reader.
  package func forEachPublished(in path: String, _ body: (SynthesisAttempt) throws -> Void) throws {
    try read { db in
      let statement = try PreparedStatement(
        db,
        """
        SELECT \(SynthesisAttempt.columns) FROM \(SynthesisAttempt.tables) WHERE s.output_path = ?
        ORDER BY s.output_line, s.attempt
        """)
      statement.bind(1, path)
      try statement.visit { row in if let attempt = SynthesisAttempt(row) { try body(attempt) } }
    }
  }

  /// Rows about requests that contradict themselves or other tables, in words.
  package func synthesisContradictions() throws -> [String] {
    if division != nil { return [] }
    return try read { db in
      guard try Self.hasSynthesis(db) else { return [] }
      let stages = SynthesisStage.allCases.map { "'\($0.rawValue)'" }.joined(separator: ",")
      let outcomes = SynthesisOutcome.allCases.map { "'\($0.rawValue)'" }.joined(separator: ",")
      let checks = [
        (
          "synthesis: a stage or an outcome",
          "synthesis WHERE stage NOT IN (\(stages)) OR outcome NOT IN (\(outcomes))"
        ),
        (
          "synthesis: a place of a text",
          """
          synthesis WHERE (output_path IS NULL) != (output_line IS NULL)
          OR (output_path IS NOT NULL AND outcome != 'accepted')
          OR (output_path IS NOT NULL AND output_path NOT IN (SELECT path FROM synthesis_files))
          """
        ),
        (
          "synthesis: a request",
          "synthesis WHERE request_hash NOT IN (SELECT request_hash FROM synthesis_requests)"
        ),
        (
          "synthesis_requests: a part or a batch",
          """
          synthesis_requests WHERE part < 1 OR part > parts
          OR (batch_id IS NOT NULL AND batch_id NOT IN (SELECT id FROM synthesis_batches))
          """
        ),
        (
          "synthesis_stages, synthesis_batches: a stage",
          """
          (SELECT stage FROM synthesis_stages UNION ALL SELECT stage FROM synthesis_batches)
          WHERE stage NOT IN (\(stages))
          """
        ),
      ]
      return try checks.compactMap { what, rows in
        let count = try db.integer("SELECT count(*) FROM \(rows)")
        return count == 0 ? nil : "ledger: \(what) is not one that sluice writes, in \(count.counted("row"))"
      }
    }
  }

  /// All requests of a stage about a document, in the order of their attempts.
  package func synthesisAttempts(stage: SynthesisStage, key: String) throws -> [SynthesisAttempt] {
    try read { db in
      let statement = try PreparedStatement(
        db,
        "SELECT \(SynthesisAttempt.columns) FROM \(SynthesisAttempt.tables) WHERE stage = ?1 AND key = ?2 ORDER BY attempt"
      )
      statement.bind(1, stage.rawValue)
      statement.bind(2, key)
      return try statement.rows { SynthesisAttempt($0) }.compactMap { (attempt: SynthesisAttempt?) in attempt }
    }
  }

  /// The last attempt that sent a request; nil if no request has this hash.
  package func synthesisAttempt(requestHash: String) throws -> SynthesisAttempt? {
    try read { db in
      let statement = try PreparedStatement(
        db,
        """
        SELECT \(SynthesisAttempt.columns) FROM \(SynthesisAttempt.tables) WHERE s.request_hash = ?
        ORDER BY attempt DESC LIMIT 1
        """)
      statement.bind(1, requestHash)
      return try statement.first { SynthesisAttempt($0) } ?? nil
    }
  }

  /// What a stage has fixed; nil before its first request.
  package func synthesisStage(_ stage: SynthesisStage) throws -> SynthesisStageState? {
    try read { db in
      guard try Self.hasSynthesis(db) else { return nil }
      let statement = try PreparedStatement(
        db, "SELECT settings_json, journal, journal_bytes, journal_sha256 FROM synthesis_stages WHERE stage = ?")
      statement.bind(1, stage.rawValue)
      return try statement.first {
        SynthesisStageState(
          settingsJSON: $0.text(0), journal: $0.count(1),
          journalEnd: SynthesisJournalEnd(bytes: $0.count(2), sha256: $0.text(3)))
      }
    }
  }

  /// Batch files of a stage, in the order they were written.
  package func synthesisBatches(stage: SynthesisStage) throws -> [SynthesisBatch] {
    try read { db in
      let statement = try PreparedStatement(
        db, "SELECT path, requests, imported FROM synthesis_batches WHERE stage = ? ORDER BY id")
      statement.bind(1, stage.rawValue)
      return try statement.rows {
        var batch = SynthesisBatch(stage: stage, path: $0.text(0), requests: $0.count(1))
        batch.imported = $0.integer(2) != 0
        return batch
      }
    }
  }

  /// The batch file a request was written to last.
  package func synthesisBatch(requestHash: String) throws -> SynthesisBatch? {
    try read { db in
      let statement = try PreparedStatement(
        db,
        """
        SELECT b.stage, b.path, b.requests, b.imported FROM synthesis_requests r
        JOIN synthesis_batches b ON b.id = r.batch_id WHERE r.request_hash = ?
        """)
      statement.bind(1, requestHash)
      return try statement.first { row in
        SynthesisStage(rawValue: row.text(0)).map {
          var batch = SynthesisBatch(stage: $0, path: row.text(1), requests: row.count(2))
          batch.imported = row.integer(3) != 0
          return batch
        }
      } ?? nil
    }
  }

  /// Requests without an answer whose batch file has been answered otherwise.
  package func synthesisMissing(stage: SynthesisStage) throws -> Int {
    try read { db in
      let statement = try PreparedStatement(
        db,
        """
        SELECT count(*) FROM synthesis s JOIN synthesis_requests r ON r.request_hash = s.request_hash
        JOIN synthesis_batches b ON b.id = r.batch_id
        WHERE s.stage = ? AND s.outcome = 'pending' AND b.imported = 1
        """)
      statement.bind(1, stage.rawValue)
      return try statement.first { $0.integer(0) } ?? 0
    }
  }
}
