internal import GRDB
internal import SluiceCore

/// Compares the tables, columns and indices of a ledger with those that sluice makes in a ledger of its version. What
/// somebody added could hold anything, and could change what other programs read.
struct SchemaCheck {
  private struct Object: Hashable {
    var type: String
    var name: String
    var table: String
    var sql: String
  }

  /// - Returns: each thing that differs, in the order of the names.
  static func differences(_ db: Database) throws -> [String] {
    let version = try db.integer("PRAGMA user_version")
    let migrations = LedgerSchema.migrator.migrations
    guard (1...migrations.count).contains(version) else { return ["has version \(version), which no ledger has"] }
    let reference = try DatabaseQueue()
    try LedgerSchema.migrator.migrate(reference, upTo: migrations[version - 1])
    let required = try reference.read { try objects($0) }
    try reference.writeWithoutTransaction { db in
      // What a ledger may have besides: of merged runs, of finished ones, of those with mixes.
      try db.execute(sql: MergeRecord.table)
      try db.execute(sql: Ledger.documentIDIndex)
      if version >= 3 { try db.execute(sql: LedgerSchema.createMixIndex) }
    }
    let allowed = try reference.read { try objects($0) }
    let found = try objects(db)
    let names = Set(required.keys).union(found.keys)
    let statement = try PreparedStatement(db, "SELECT identifier FROM grdb_migrations")
    let applied = try Set(statement.rows { Name($0.text(0)) })
    let isMigrated = applied == Set(migrations.prefix(version).map { Name($0) })
    var differences = isMigrated ? [] : ["grdb_migrations is not as sluice makes it"]
    differences += names.sorted().compactMap { name in
      guard let object = found[name] else {
        return required[name].map { "the \($0.type) \(LedgerError.shown(name.text)) is missing" }
      }
      guard let known = allowed[name] else {
        return "the \(object.type) \(LedgerError.shown(name.text)) is not one of sluice's"
      }
      return known == object ? nil : "the \(object.type) \(LedgerError.shown(name.text)) is not as sluice makes it"
    }
    return differences
  }

  /// By name. SQLite's own tables and those indices that come with a key are left out: their names cannot be given to
  /// anything else.
  private static func objects(_ db: Database) throws -> [Name: Object] {
    let statement = try PreparedStatement(db, "SELECT type, name, tbl_name, sql FROM sqlite_schema")
    let objects = try statement.rows { row in
      Object(type: row.text(0), name: row.text(1), table: row.text(2), sql: row.optionalText(3) ?? "")
    }
    return Dictionary(
      objects.filter { !$0.name.hasPrefix("sqlite_") }.map { (Name($0.name), $0) },
      uniquingKeysWith: { first, _ in first })
  }
}
