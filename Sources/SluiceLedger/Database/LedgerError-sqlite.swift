internal import GRDB

extension LedgerError {
  /// The ledger's words for an error of SQLite. Its message and the statement are left out: they may
  /// quote what was being stored.
  init(_ error: DatabaseError, path: String) {
    self =
      switch error.resultCode {
      case .SQLITE_NOTADB: .notALedger(path: path)
      case .SQLITE_CORRUPT: .damaged(path: path)
      case .SQLITE_FULL: .diskFull(path: path)
      case .SQLITE_BUSY, .SQLITE_LOCKED: .busy(path: path)
      case .SQLITE_IOERR: .inputOutput(path: path, code: Int(error.extendedResultCode.rawValue))
      case .SQLITE_CANTOPEN: .cannotOpen(path: path, reason: "SQLite cannot open the file or its -wal and -shm")
      case .SQLITE_READONLY: .cannotOpen(path: path, reason: "the file or its folder is read-only")
      case .SQLITE_PERM, .SQLITE_AUTH: .cannotOpen(path: path, reason: "permission denied")
      default: .sqlite(path: path, code: Int(error.extendedResultCode.rawValue))
      }
  }

  /// Runs a piece of database work so that only `LedgerError` comes out of it, besides what the
  /// caller's own closures throw.
  static func translating<T>(_ path: String, _ work: () throws -> T) throws -> T {
    do {
      return try work()
    } catch let error as DatabaseError {
      throw LedgerError(error, path: path)
    }
  }
}
