internal import GRDB

extension Ledger {
  static let documentIDIndex = """
    PRAGMA threads = 2;
    CREATE INDEX IF NOT EXISTS decisions_document_id ON decisions (document_id) WHERE document_id IS NOT NULL;
    PRAGMA optimize;
    """

  /// Built once at the end: kept up to date from the start it would cost more than all else in a
  /// commit, since ids arrive in no order (docs/ledger.md has the measurement).
  ///
  /// Failing (the sort needs temporary space) is not an error: the index only saves time.
  func buildDocumentIDIndex() -> Bool {
    do {
      try pool.writeWithoutTransaction { db in
        try db.execute(sql: Self.documentIDIndex)
      }
      return true
    } catch {
      return false
    }
  }

  /// A few rows are added to the index in place; for a tenth of the input or more, building it anew
  /// is cheaper.
  func dropDocumentIDIndexIfMuchIsToCome(_ db: Database) throws {
    let all = try db.integer("SELECT sum(input_size) FROM shards")
    let open = try db.integer("SELECT sum(input_size) FROM shards WHERE state <> 'done'")
    if open >= all / 10, open > 0 { try db.execute(sql: "DROP INDEX IF EXISTS decisions_document_id") }
  }
}
