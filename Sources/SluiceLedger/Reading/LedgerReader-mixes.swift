internal import GRDB
package import SluiceCore

extension LedgerReader {
  /// Ledgers that an earlier version wrote, and nobody has opened for writing since, have no such tables.
  private static func hasMixes(_ db: Database) throws -> Bool {
    try db.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'mixes'") > 0
  }

  /// Mixes that hold documents of the run, in the order they were recorded, each with how many of its
  /// documents are this run's.
  package func mixes() throws -> [(mix: MixRecord, documents: Int)] {
    // Mixes are made from whole runs.
    if division != nil { return [] }
    return try read { db in
      guard try Self.hasMixes(db) else { return [] }
      let statement = try PreparedStatement(
        db,
        """
        SELECT output, recipe, recipe_sha256, manifest_sha256, documents, words, tokens,
          (SELECT count(*) FROM mix_documents d WHERE d.mix_id = m.id)
        FROM mixes m ORDER BY id
        """)
      return try statement.rows { row in
        (
          MixRecord(
            output: row.text(0), recipe: row.text(1), recipeSHA256: row.text(2), manifestSHA256: row.text(3),
            documents: row.count(4), words: row.count(5), tokens: row.count(6)), row.integer(7)
        )
      }
    }
  }

  /// The files of a mix as they are recorded, in their order; one whose number is not its place has no path.
  package func mixFiles(of output: String) throws -> [MixFileRecord] {
    try read { db in
      let statement = try PreparedStatement(
        db,
        """
        SELECT iif(number = row_number() OVER (ORDER BY number) - 1, path, ''), sha256 FROM mix_files
        WHERE mix_id = (SELECT id FROM mixes WHERE output = ?) ORDER BY number
        """)
      statement.bind(1, output)
      return try statement.rows { MixFileRecord(path: $0.text(0), sha256: $0.text(1)) }
    }
  }

  /// Hands over the documents of this run in a mix, in the order of files and lines.
  ///
  /// - Parameter body: must not use this reader.
  package func forEachMixPlace(of output: String, _ body: (MixPlace) throws -> Void) throws {
    try read { db in
      let statement = try PreparedStatement(
        db,
        """
        SELECT ifnull((SELECT path FROM shards s WHERE s.id = d.shard_id), ''), line, component, copy, file, file_line
        FROM mix_documents d WHERE mix_id = (SELECT id FROM mixes WHERE output = ?) ORDER BY file, file_line
        """)
      statement.bind(1, output)
      try statement.visit { row in
        try body(
          MixPlace(
            origin: DocumentKey(shard: Name(row.text(0)), line: row.integer(1)), component: row.text(2),
            copy: row.integer(3), file: row.integer(4), line: row.integer(5)))
      }
    }
  }

  /// Tables that have rows of a mix that is not in `mixes`.
  package func strayMixRows() throws -> [String] {
    if division != nil { return [] }
    return try read { db in
      guard try Self.hasMixes(db) else { return [] }
      return try ["mix_files", "mix_documents"].filter {
        try db.integer("SELECT count(*) FROM \($0) WHERE mix_id NOT IN (SELECT id FROM mixes)") > 0
      }
    }
  }

  /// Where a document, or what was made from it, is in mixes.
  package func mixPlaces(of key: DocumentKey) throws -> [(output: String, path: String, place: MixPlace)] {
    // Mixes are made from whole runs.
    if division != nil { return [] }
    return try read { db in
      guard try Self.hasMixes(db) else { return [] }
      let statement = try PreparedStatement(
        db,
        """
        SELECT m.output, f.path, d.component, d.copy, d.file, d.file_line FROM mix_documents d
        JOIN mixes m ON m.id = d.mix_id JOIN mix_files f ON f.mix_id = d.mix_id AND f.number = d.file
        WHERE d.shard_id = (SELECT id FROM shards WHERE path = ?1 ORDER BY id) AND d.line = ?2
        ORDER BY d.mix_id, d.file, d.file_line
        """)
      statement.bind(1, key.shard)
      statement.bind(2, key.line)
      return try statement.rows { row in
        (
          row.text(0), row.text(1),
          MixPlace(
            origin: key, component: row.text(2), copy: row.count(3), file: row.count(4), line: row.count(5))
        )
      }
    }
  }
}
