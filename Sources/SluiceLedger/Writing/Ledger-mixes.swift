internal import GRDB
internal import SluiceCore

extension Ledger {
  /// Records a finished mix and where its documents come from, in one transaction. What an earlier mix in the
  /// same folder has recorded is replaced.
  ///
  /// - Parameter documents: hands each document of this run to the closure it gets; must not use the ledger.
  /// - Returns: documents recorded.
  /// - Throws: also `LedgerError.unknownShard` if a document's shard is not one of this run.
  @discardableResult
  package func recordMix(
    _ mix: MixRecord, files: [MixFileRecord], documents: (_ add: (MixPlace) throws -> Void) throws -> Void
  ) throws -> Int {
    try write { db in
      try forgetMix(mix.output, db)
      let insert = try PreparedStatement(
        db,
        """
        INSERT INTO mixes (recorded_at, output, recipe, recipe_sha256, manifest_sha256, documents, words, tokens)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """)
      let texts = [Timestamp.now(), mix.output, mix.recipe, mix.recipeSHA256, mix.manifestSHA256]
      for (i, text) in texts.enumerated() { insert.bind(Int32(i + 1), text) }
      insert.bind(6, mix.documents)
      insert.bind(7, mix.words)
      insert.bind(8, mix.tokens)
      try insert.run()
      let id = Int(db.lastInsertedRowID)
      let file = try PreparedStatement(db, "INSERT INTO mix_files (mix_id, number, path, sha256) VALUES (?, ?, ?, ?)")
      file.bind(1, id)
      for (number, record) in files.enumerated() {
        file.bind(2, number)
        file.bind(3, record.path)
        file.bind(4, record.sha256)
        try file.run()
      }
      try db.execute(sql: "DROP INDEX IF EXISTS \(LedgerSchema.mixIndex)")
      let count = try insertPlaces(id, documents, db)
      try db.execute(sql: LedgerSchema.createMixIndex)
      return count
    }
  }

  private func insertPlaces(
    _ mix: Int, _ documents: (_ add: (MixPlace) throws -> Void) throws -> Void, _ db: Database
  ) throws -> Int {
    let shards = Dictionary(
      try PreparedStatement(db, "SELECT path, id FROM shards").rows { ($0.name(0), $0.integer(1)) },
      uniquingKeysWith: { first, _ in first })
    let insert = try PreparedStatement(
      db,
      """
      INSERT INTO mix_documents (mix_id, shard_id, line, component, copy, file, file_line) VALUES (?, ?, ?, ?, ?, ?, ?)
      """)
    insert.bind(1, mix)
    var count = 0
    try documents { place in
      guard let shard = shards[place.origin.shard] else { throw LedgerError.unknownShard(path: path, shard: 0) }
      insert.bind(2, shard)
      insert.bind(3, place.origin.line)
      insert.bind(4, place.component)
      insert.bind(5, place.copy)
      insert.bind(6, place.file)
      insert.bind(7, place.line)
      try insert.run()
      count += 1
    }
    return count
  }

  private func forgetMix(_ output: String, _ db: Database) throws {
    for table in ["mix_documents", "mix_files"] {
      let delete = try PreparedStatement(
        db, "DELETE FROM \(table) WHERE mix_id = (SELECT id FROM mixes WHERE output = ?)")
      delete.bind(1, output)
      try delete.run()
    }
    let delete = try PreparedStatement(db, "DELETE FROM mixes WHERE output = ?")
    delete.bind(1, output)
    try delete.run()
  }
}
