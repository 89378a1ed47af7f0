internal import GRDB

/// The tables of a ledger. They are a public format: docs/ledger.md describes every column.
enum LedgerSchema {
  /// "sluL" in PRAGMA application_id: tells a ledger from any other SQLite file.
  static let applicationID = 0x736c_754c
  /// PRAGMA user_version. One more for every migration.
  static let version = 4

  static var migrator: DatabaseMigrator {
    // Foreign keys are declared for the reader of the schema and checked by the chain verification,
    // not enforced on every row.
    var migrator = DatabaseMigrator().disablingDeferredForeignKeyChecks()
    migrator.registerMigration("1 runs, shards, decisions") { db in
      try db.execute(sql: tables1)
      try db.execute(sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = 1")
    }
    migrator.registerMigration("2 synthesis") { db in
      try db.execute(sql: tables2)
      try db.execute(sql: "PRAGMA user_version = 2")
    }
    migrator.registerMigration("3 mixes") { db in
      try db.execute(sql: tables3)
      try db.execute(sql: "PRAGMA user_version = 3")
    }
    migrator.registerMigration("4 other files") { db in
      try db.execute(sql: tables4)
      try db.execute(sql: "PRAGMA user_version = 4")
    }
    return migrator
  }

  private static let tables1 = """
    CREATE TABLE runs (
      id INTEGER PRIMARY KEY,
      started_at TEXT NOT NULL,
      finished_at TEXT,
      sluice_version TEXT NOT NULL,
      model_sha256 TEXT NOT NULL,
      policy_sha256 TEXT NOT NULL,
      options_json TEXT NOT NULL,
      host TEXT NOT NULL,
      ledger_mode TEXT NOT NULL CHECK (ledger_mode IN ('all', 'routed')),
      genesis_hash TEXT NOT NULL,
      chain_length INTEGER NOT NULL DEFAULT 0,
      chain_head TEXT NOT NULL
    ) STRICT;

    CREATE TABLE shards (
      id INTEGER PRIMARY KEY,
      run_id INTEGER NOT NULL REFERENCES runs(id),
      path TEXT NOT NULL,
      input_path TEXT NOT NULL,
      input_size INTEGER NOT NULL,
      input_mtime INTEGER NOT NULL,
      state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'running', 'done', 'failed')),
      error TEXT,
      attempts INTEGER NOT NULL DEFAULT 0,
      started_at TEXT,
      finished_at TEXT,
      input_sha256 TEXT,
      input_bytes INTEGER,
      lines INTEGER,
      blank_lines INTEGER,
      salvaged TEXT,
      chain_position INTEGER,
      outputs_sha256 TEXT,
      quarantine_sha256 TEXT,
      totals_sha256 TEXT,
      decisions_sha256 TEXT,
      prev_hash TEXT,
      entry_hash TEXT,
      UNIQUE (run_id, path),
      UNIQUE (run_id, chain_position)
    ) STRICT;

    CREATE TABLE outputs (
      shard_id INTEGER NOT NULL REFERENCES shards(id),
      route TEXT NOT NULL,
      path TEXT NOT NULL,
      lines INTEGER NOT NULL,
      bytes INTEGER NOT NULL,
      sha256 TEXT NOT NULL,
      PRIMARY KEY (shard_id, route)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE decisions (
      shard_id INTEGER NOT NULL REFERENCES shards(id),
      line INTEGER NOT NULL,
      document_id TEXT,
      source TEXT,
      content_hash TEXT NOT NULL,
      text_bytes INTEGER NOT NULL,
      score INTEGER NOT NULL,
      p0 REAL NOT NULL, p1 REAL NOT NULL, p2 REAL NOT NULL,
      p3 REAL NOT NULL, p4 REAL NOT NULL, p5 REAL NOT NULL,
      category TEXT NOT NULL,
      stance TEXT NOT NULL,
      language TEXT,
      span_start INTEGER NOT NULL,
      span_end INTEGER NOT NULL,
      route TEXT NOT NULL,
      rule TEXT NOT NULL,
      PRIMARY KEY (shard_id, line)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE quarantine (
      shard_id INTEGER NOT NULL REFERENCES shards(id),
      line INTEGER NOT NULL,
      byte_offset INTEGER NOT NULL,
      reason TEXT NOT NULL,
      PRIMARY KEY (shard_id, line)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE totals (
      shard_id INTEGER NOT NULL REFERENCES shards(id),
      source TEXT,
      score INTEGER NOT NULL,
      route TEXT NOT NULL,
      category TEXT NOT NULL,
      stance TEXT NOT NULL,
      language TEXT NOT NULL,
      documents INTEGER NOT NULL,
      text_bytes INTEGER NOT NULL,
      words INTEGER NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX totals_key ON totals
      (shard_id, ifnull(source, ''), source IS NULL, score, route, category, stance, language);

    CREATE TABLE checkpoints (
      shard_id INTEGER PRIMARY KEY REFERENCES shards(id),
      recorded_at TEXT NOT NULL,
      position INTEGER NOT NULL,
      lines INTEGER NOT NULL,
      blank_lines INTEGER NOT NULL,
      inside_long_line INTEGER NOT NULL,
      restart_compressed INTEGER NOT NULL,
      restart_position INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE checkpoint_outputs (
      shard_id INTEGER NOT NULL REFERENCES checkpoints(shard_id),
      route TEXT NOT NULL,
      path TEXT NOT NULL,
      lines INTEGER NOT NULL,
      bytes INTEGER NOT NULL,
      sha256 TEXT NOT NULL,
      PRIMARY KEY (shard_id, route)
    ) STRICT, WITHOUT ROWID;
    """
}
