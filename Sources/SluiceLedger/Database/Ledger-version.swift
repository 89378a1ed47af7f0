internal import GRDBSQLite

extension Ledger {
  /// Of the SQLite in use.
  package static var sqliteVersion: String { String(cString: sqlite3_libversion()) }
}
