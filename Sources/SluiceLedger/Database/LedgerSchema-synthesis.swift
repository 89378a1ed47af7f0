extension LedgerSchema {
  /// Migration 2: what was asked of language models, and what came of it.
  static let tables2 = """
    CREATE TABLE synthesis (
      key TEXT NOT NULL,
      stage TEXT NOT NULL,
      prompt TEXT NOT NULL,
      prompt_version TEXT NOT NULL,
      style TEXT NOT NULL,
      model TEXT NOT NULL,
      request_hash TEXT NOT NULL,
      attempt INTEGER NOT NULL,
      outcome TEXT NOT NULL,
      tokens_in INTEGER,
      tokens_out INTEGER,
      score_before INTEGER NOT NULL,
      score_after INTEGER,
      output_path TEXT,
      output_line INTEGER,
      PRIMARY KEY (stage, key, attempt)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX synthesis_request ON synthesis (request_hash);
    CREATE INDEX synthesis_outcome ON synthesis (stage, outcome, tokens_in, tokens_out);

    CREATE TABLE synthesis_requests (
      request_hash TEXT PRIMARY KEY,
      part INTEGER NOT NULL,
      parts INTEGER NOT NULL,
      batch_id INTEGER REFERENCES synthesis_batches(id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE synthesis_batches (
      id INTEGER PRIMARY KEY,
      stage TEXT NOT NULL,
      path TEXT NOT NULL,
      requests INTEGER NOT NULL,
      imported INTEGER NOT NULL DEFAULT 0
    ) STRICT;

    CREATE TABLE synthesis_files (
      path TEXT PRIMARY KEY,
      stage TEXT NOT NULL,
      lines INTEGER NOT NULL,
      bytes INTEGER NOT NULL,
      sha256 TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE synthesis_stages (
      stage TEXT PRIMARY KEY,
      settings_json TEXT NOT NULL,
      journal INTEGER NOT NULL DEFAULT 1,
      journal_bytes INTEGER NOT NULL DEFAULT 0,
      journal_sha256 TEXT NOT NULL DEFAULT ''
    ) STRICT, WITHOUT ROWID;
    """
}
