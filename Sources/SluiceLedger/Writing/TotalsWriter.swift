internal import GRDB
internal import SluiceCore

/// Adds up a shard's totals across its checkpoints. Works inside a transaction of the caller.
struct TotalsWriter {
  let shard: Int

  private static let upsert = """
    INSERT INTO totals (shard_id, source, score, route, category, stance, language, documents, text_bytes, words)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (shard_id, ifnull(source, ''), source IS NULL, score, route, category, stance, language)
    DO UPDATE SET documents = documents + excluded.documents, text_bytes = text_bytes + excluded.text_bytes,
      words = words + excluded.words
    """

  func add(_ totals: Totals, _ db: Database) throws {
    let statement = try PreparedStatement(db, Self.upsert)
    statement.bind(1, shard)
    for (key, count) in totals.counts { try add(key, count, statement) }
  }

  private func add(_ key: Totals.Key, _ count: Totals.Count, _ statement: PreparedStatement) throws {
    statement.bind(2, key.source)
    statement.bind(3, Int(key.score.rawValue))
    statement.bindUncopied(4, key.route.staticName)
    statement.bindUncopied(5, key.category.staticName)
    statement.bindUncopied(6, key.stance.staticName)
    statement.bindUncopied(7, key.language == .supported ? "supported" : "unsupported")
    statement.bind(8, count.documents)
    statement.bind(9, count.textBytes)
    statement.bind(10, count.words)
    try statement.run()
  }

  /// Counts all sources but the largest of a shard together. Called once, at the commit, so that the
  /// outcome does not depend on where the checkpoints fell; ties go to the source that sorts first.
  func foldSmallSources(_ db: Database, limit: Int = Totals.sourceLimit) throws {
    let small = """
      FROM totals WHERE shard_id = ?1 AND source IS NOT NULL AND source <> ?2 AND source NOT IN (
        SELECT source FROM totals WHERE shard_id = ?1 AND source IS NOT NULL AND source <> ?2
        GROUP BY source ORDER BY sum(documents) DESC, source LIMIT ?3)
      """
    let fold = try PreparedStatement(
      db,
      """
      INSERT INTO totals (shard_id, source, score, route, category, stance, language, documents, text_bytes, words)
      SELECT shard_id, ?2, score, route, category, stance, language, sum(documents), sum(text_bytes), sum(words) \(small)
      GROUP BY score, route, category, stance, language
      ON CONFLICT (shard_id, ifnull(source, ''), source IS NULL, score, route, category, stance, language)
      DO UPDATE SET documents = documents + excluded.documents, text_bytes = text_bytes + excluded.text_bytes,
        words = words + excluded.words
      """)
    let remove = try PreparedStatement(db, "DELETE \(small)")
    for statement in [fold, remove] {
      statement.bind(1, shard)
      statement.bind(2, Totals.otherSources)
      statement.bind(3, limit)
      try statement.run()
    }
  }
}
