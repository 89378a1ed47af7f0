extension LedgerSchema {
  /// Migration 3: training sets made from the run, and which document is where in them.
  static let tables3 = """
    CREATE TABLE mixes (
      id INTEGER PRIMARY KEY,
      recorded_at TEXT NOT NULL,
      output TEXT NOT NULL UNIQUE,
      recipe TEXT NOT NULL,
      recipe_sha256 TEXT NOT NULL,
      manifest_sha256 TEXT NOT NULL,
      documents INTEGER NOT NULL,
      words INTEGER NOT NULL,
      tokens INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE mix_files (
      mix_id INTEGER NOT NULL REFERENCES mixes(id),
      number INTEGER NOT NULL,
      path TEXT NOT NULL,
      sha256 TEXT NOT NULL,
      PRIMARY KEY (mix_id, number)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE mix_documents (
      mix_id INTEGER NOT NULL REFERENCES mixes(id),
      shard_id INTEGER NOT NULL REFERENCES shards(id),
      line INTEGER NOT NULL,
      component TEXT NOT NULL,
      copy INTEGER NOT NULL,
      file INTEGER NOT NULL,
      file_line INTEGER NOT NULL
    ) STRICT;
    """

  /// Documents arrive shuffled: sorting an index once costs far less than keeping one up to date.
  static let mixIndex = "mix_documents_origin"
  static let createMixIndex = "CREATE INDEX \(mixIndex) ON mix_documents (shard_id, line)"
}
