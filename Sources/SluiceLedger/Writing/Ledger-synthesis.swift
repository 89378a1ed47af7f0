internal import GRDB
package import SluiceCore

/// Writing what was asked of language models. Every call is one transaction, on disk when it returns.
extension Ledger {
  /// Fixes a stage's settings before its first request.
  package func beginSynthesis(_ stage: SynthesisStage, settingsJSON: String) throws {
    try write { db in
      let statement = try PreparedStatement(db, "INSERT INTO synthesis_stages (stage, settings_json) VALUES (?, ?)")
      statement.bind(1, stage.rawValue)
      statement.bind(2, settingsJSON)
      try statement.run()
    }
  }

  /// Records requests that are about to be sent.
  ///
  /// - Parameters:
  ///   - new: with the outcome pending.
  ///   - superseded: earlier pending requests that these replace.
  ///   - batch: the file they are written to, and the hashes of all its requests, new or not.
  package func addSynthesis(
    _ new: [SynthesisAttempt], superseding superseded: [SynthesisAttempt] = [],
    batch: (file: SynthesisBatch, hashes: [String])? = nil
  ) throws {
    guard !new.isEmpty || !superseded.isEmpty || batch != nil else { return }
    try write { db in
      try record(superseded, db)
      let insert = try PreparedStatement(
        db,
        """
        INSERT INTO synthesis (key, stage, prompt, prompt_version, style, model, request_hash, attempt, outcome,
          score_before) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
      let request = try PreparedStatement(
        db, "INSERT OR IGNORE INTO synthesis_requests (request_hash, part, parts) VALUES (?, ?, ?)")
      for attempt in new {
        let texts = [
          attempt.key, attempt.stage.rawValue, attempt.prompt, attempt.promptVersion, attempt.style, attempt.model,
          attempt.requestHash,
        ]
        for (i, text) in texts.enumerated() { insert.bind(Int32(i + 1), text) }
        insert.bind(8, attempt.attempt)
        insert.bind(9, attempt.outcome.rawValue)
        insert.bind(10, attempt.scoreBefore)
        try insert.run()
        request.bind(1, attempt.requestHash)
        request.bind(2, attempt.part)
        request.bind(3, attempt.parts)
        try request.run()
      }
      if let batch { try add(batch.file, batch.hashes, db) }
    }
  }

  private func add(_ batch: SynthesisBatch, _ hashes: [String], _ db: Database) throws {
    let insert = try PreparedStatement(db, "INSERT INTO synthesis_batches (stage, path, requests) VALUES (?, ?, ?)")
    insert.bind(1, batch.stage.rawValue)
    insert.bind(2, batch.path)
    insert.bind(3, batch.requests)
    try insert.run()
    let id = Int(db.lastInsertedRowID)
    let update = try PreparedStatement(db, "UPDATE synthesis_requests SET batch_id = ? WHERE request_hash = ?")
    update.bind(1, id)
    for hash in hashes {
      update.bind(2, hash)
      try update.run()
    }
  }

  /// Records what became of requests.
  ///
  /// - Parameter journalEnd: where the stage's journal ends now, all of it flushed to disk.
  package func recordOutcomes(
    _ attempts: [SynthesisAttempt], stage: SynthesisStage, journalEnd: SynthesisJournalEnd? = nil,
    fromBatch: Bool = false
  ) throws {
    try write { db in
      try record(attempts, db)
      if let journalEnd {
        let journal = try PreparedStatement(
          db, "UPDATE synthesis_stages SET journal_bytes = ?, journal_sha256 = ? WHERE stage = ?")
        journal.bind(1, journalEnd.bytes)
        journal.bind(2, journalEnd.sha256)
        journal.bind(3, stage.rawValue)
        try journal.run()
      }
      guard fromBatch else { return }
      let imported = try PreparedStatement(
        db,
        """
        UPDATE synthesis_batches SET imported = 1
        WHERE id = (SELECT batch_id FROM synthesis_requests WHERE request_hash = ?) AND imported = 0
        """)
      for attempt in attempts {
        imported.bind(1, attempt.requestHash)
        try imported.run()
      }
    }
  }

  private func record(_ attempts: [SynthesisAttempt], _ db: Database) throws {
    let update = try PreparedStatement(
      db,
      """
      UPDATE synthesis SET outcome = ?, tokens_in = ?, tokens_out = ?, score_after = ?
      WHERE stage = ? AND key = ? AND attempt = ? AND outcome = 'pending'
      """)
    for attempt in attempts {
      update.bind(1, attempt.outcome.rawValue)
      if let tokens = attempt.tokensIn { update.bind(2, tokens) } else { update.bindNull(2) }
      if let tokens = attempt.tokensOut { update.bind(3, tokens) } else { update.bindNull(3) }
      if let score = attempt.scoreAfter { update.bind(4, score) } else { update.bindNull(4) }
      update.bind(5, attempt.stage.rawValue)
      update.bind(6, attempt.key)
      update.bind(7, attempt.attempt)
      try update.run()
    }
  }

  /// Records published files and where each accepted text is, and starts the stage's next journal.
  ///
  /// - Parameter journalEnd: where the next journal ends, which holds what is not published yet.
  package func publishSynthesis(
    _ files: [SynthesisFile], places: [(key: String, attempt: Int, path: String, line: Int)], stage: SynthesisStage,
    journalEnd: SynthesisJournalEnd
  ) throws {
    try write { db in
      let insert = try PreparedStatement(
        db, "INSERT INTO synthesis_files (path, stage, lines, bytes, sha256) VALUES (?, ?, ?, ?, ?)")
      for file in files {
        insert.bind(1, file.path)
        insert.bind(2, stage.rawValue)
        insert.bind(3, file.lines)
        insert.bind(4, file.bytes)
        insert.bind(5, file.sha256)
        try insert.run()
      }
      let update = try PreparedStatement(
        db, "UPDATE synthesis SET output_path = ?, output_line = ? WHERE stage = ? AND key = ? AND attempt = ?")
      update.bind(3, stage.rawValue)
      for place in places {
        update.bind(1, place.path)
        update.bind(2, place.line)
        update.bind(4, place.key)
        update.bind(5, place.attempt)
        try update.run()
      }
      let journal = try PreparedStatement(
        db,
        "UPDATE synthesis_stages SET journal = journal + 1, journal_bytes = ?, journal_sha256 = ? WHERE stage = ?")
      journal.bind(1, journalEnd.bytes)
      journal.bind(2, journalEnd.sha256)
      journal.bind(3, stage.rawValue)
      try journal.run()
    }
  }
}
