extension LedgerSchema {
  /// Migration 4: what the input folders held besides shards.
  static let tables4 = """
    CREATE TABLE other_files (
      run_id INTEGER NOT NULL REFERENCES runs(id),
      path TEXT NOT NULL,
      reason TEXT NOT NULL,
      PRIMARY KEY (run_id, path, reason)
    ) STRICT, WITHOUT ROWID;
    """
}
