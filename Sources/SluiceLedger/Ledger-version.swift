import GRDBSQLite

extension Ledger {
  /// Of the SQLite in use.
  public static var sqliteVersion: String { String(cString: sqlite3_libversion()) }
}
