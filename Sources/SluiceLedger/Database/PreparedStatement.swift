internal import GRDB
internal import GRDBSQLite
internal import SluiceCore

/// A prepared statement by SQLite's own calls: text is bound and read as bytes with their length, so
/// that nothing is copied needlessly and a NUL or invalid UTF-8 in it survives.
struct PreparedStatement {
  // Keeps the handle alive; GRDB caches and finalizes it.
  private let statement: Statement
  let handle: OpaquePointer

  /// Takes the statement from the connection's cache. Must not be nested with itself.
  init(_ db: Database, _ sql: String) throws {
    statement = try db.cachedStatement(sql: sql)
    handle = statement.sqliteStatement
    sqlite3_reset(handle)
    sqlite3_clear_bindings(handle)
  }

  @inline(__always)
  func bind(_ index: Int32, _ value: Int) { sqlite3_bind_int64(handle, index, Int64(value)) }

  @inline(__always)
  func bind(_ index: Int32, _ value: Double) { sqlite3_bind_double(handle, index, value) }

  func bindNull(_ index: Int32) { sqlite3_bind_null(handle, index) }

  /// Sets all bindings to NULL.
  func unbind() { sqlite3_clear_bindings(handle) }

  func bind(_ index: Int32, _ name: Name?) { bind(index, name?.text) }

  /// Binds text that SQLite copies.
  func bind(_ index: Int32, _ text: String?) {
    guard var text else { return bindNull(index) }
    let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    text.withUTF8 { utf8 in
      // A nil pointer would bind NULL; the empty string has none to give.
      guard let base = utf8.baseAddress else { return bindUncopied(index, "") }
      let start = UnsafeRawPointer(base).assumingMemoryBound(to: CChar.self)
      _ = sqlite3_bind_text64(handle, index, start, UInt64(utf8.count), transient, UInt8(SQLITE_UTF8))
    }
  }

  /// Binds bytes as text without copying them. They must stay where they are until the statement
  /// was stepped for the last time with this binding.
  @inline(__always)
  func bindUncopied(_ index: Int32, _ bytes: UnsafeBufferPointer<UInt8>) {
    guard let base = bytes.baseAddress else { return bindUncopied(index, "") }
    let start = UnsafeRawPointer(base).assumingMemoryBound(to: CChar.self)
    sqlite3_bind_text(handle, index, start, Int32(bytes.count), nil)
  }

  /// Binds a literal, which never moves.
  @inline(__always)
  func bindUncopied(_ index: Int32, _ text: StaticString) {
    let start = UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
    sqlite3_bind_text(handle, index, start, Int32(text.utf8CodeUnitCount), nil)
  }

  /// Runs a statement that returns no rows, and makes it ready for the next bindings.
  @inline(__always)
  func run() throws {
    let code = sqlite3_step(handle)
    sqlite3_reset(handle)
    if code != SQLITE_DONE { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
  }

  /// Hands every row to a closure.
  func visit(_ body: (StatementRow) throws -> Void) throws {
    defer { sqlite3_reset(handle) }
    while true {
      let code = sqlite3_step(handle)
      if code == SQLITE_DONE { return }
      guard code == SQLITE_ROW else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
      try body(StatementRow(handle: handle))
    }
  }

  func rows<T>(_ body: (StatementRow) throws -> T) throws -> [T] {
    var result: [T] = []
    try visit { result.append(try body($0)) }
    return result
  }

  func first<T>(_ body: (StatementRow) throws -> T) throws -> T? {
    defer { sqlite3_reset(handle) }
    let code = sqlite3_step(handle)
    if code == SQLITE_DONE { return nil }
    guard code == SQLITE_ROW else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    return try body(StatementRow(handle: handle))
  }
}

/// The current row of a statement; valid until the next step.
struct StatementRow {
  let handle: OpaquePointer

  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }
  func isText(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_TEXT }

  func integer(_ column: Int32) -> Int { Int(sqlite3_column_int64(handle, column)) }
  /// A count, held within what a count can be (`Int.asCount`): arithmetic on it never traps, whatever somebody has
  /// written into the ledger. The hash chain covers the number as it is stored.
  func count(_ column: Int32) -> Int { integer(column).asCount }
  func optionalInteger(_ column: Int32) -> Int? { isNull(column) ? nil : integer(column) }
  func real(_ column: Int32) -> Double { sqlite3_column_double(handle, column) }

  /// The bytes of a text, as they are stored; nil for NULL. Valid until the next step.
  func bytes(_ column: Int32) -> UnsafeBufferPointer<UInt8>? {
    guard let start = sqlite3_column_text(handle, column) else { return nil }
    return UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
  }

  /// A text, with invalid UTF-8 repaired; nil for NULL.
  func optionalText(_ column: Int32) -> String? { bytes(column).map { String(decoding: $0, as: UTF8.self) } }
  func text(_ column: Int32) -> String { optionalText(column) ?? "" }
  func optionalName(_ column: Int32) -> Name? { optionalText(column).map { Name($0) } }
  func name(_ column: Int32) -> Name { Name(text(column)) }
}

extension Database {
  /// The single integer a statement returns; 0 for no row.
  func integer(_ sql: String, _ argument: Int? = nil) throws -> Int {
    let statement = try PreparedStatement(self, sql)
    if let argument { statement.bind(1, argument) }
    return try statement.first { $0.integer(0) } ?? 0
  }
}
