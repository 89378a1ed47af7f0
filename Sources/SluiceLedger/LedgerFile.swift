import Foundation
import GRDB

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The ledger's file: where it lies, how it is created and opened, and whether it is ours.
struct LedgerFile: Sendable {
  static let name = "ledger.sqlite"

  let folder: String
  /// `folder/ledger.sqlite`, in a spelling SQLite cannot take for a URI.
  let path: String

  init(folder: String) {
    self.folder = folder.isEmpty ? "." : folder
    let path = self.folder.hasSuffix("/") ? self.folder + Self.name : self.folder + "/" + Self.name
    self.path = path.hasPrefix("file:") ? "./" + path : path
  }

  /// Opens for writing. A file that is not a ledger is left as it is.
  func openForWriting(create: Bool) throws -> DatabasePool {
    try LedgerError.translating(path) {
      if create { try createEmpty() }
      if try size() > 0 || exists(path + "-wal") {
        // Only a file that died before it became a ledger has a rollback journal; a read-only
        // connection could not take back what the journal covers.
        let isHalfMade = exists(path + "-journal")
        let probe = try DatabaseQueue(path: path, configuration: configuration(readOnly: !isHalfMade))
        let state = try probe.read { try checkIdentity($0) }
        try probe.close()
        guard state == .ledger || create else { throw LedgerError.noRun(path: path) }
      }
      let pool = try DatabasePool(path: path, configuration: configuration(readOnly: false))
      // Opening a pool sets NORMAL; FULL makes every commit wait for the disk.
      try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
      try LedgerSchema.migrator.migrate(pool)
      if create { try syncFolder() }
      return pool
    }
  }

  /// Opens for reading, also while a writer is at work. Where the folder forbids the shared-memory
  /// file SQLite needs, a ledger that nobody writes is read as an immutable file.
  func openForReading() throws -> DatabaseQueue {
    try LedgerError.translating(path) {
      guard try size() > 0 || exists(path + "-wal") else { throw LedgerError.noRun(path: path) }
      do {
        return try open(path)
      } catch let error as DatabaseError where [.SQLITE_CANTOPEN, .SQLITE_READONLY].contains(error.resultCode) {
        if exists(path + "-journal") { throw LedgerError.noRun(path: path) }
        if exists(path + "-wal") { throw error }
        return try open(immutableURI)
      }
    }
  }

  private func open(_ name: String) throws -> DatabaseQueue {
    let queue = try DatabaseQueue(path: name, configuration: configuration(readOnly: true))
    guard try queue.read({ try checkIdentity($0) }) == .ledger else { throw LedgerError.noRun(path: path) }
    return queue
  }

  private var immutableURI: String {
    let absolute = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    let allowed = CharacterSet(charactersIn: "/-._~").union(.alphanumerics)
    return "file:" + (absolute.addingPercentEncoding(withAllowedCharacters: allowed) ?? absolute) + "?immutable=1"
  }

  private func configuration(readOnly: Bool) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = readOnly
    configuration.foreignKeysEnabled = false
    configuration.busyMode = .timeout(10)
    configuration.label = "sluice ledger"
    configuration.prepareDatabase { db in
      // The file may be hostile: no function is called from its schema, cells are checked.
      try db.execute(
        sql: """
          PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA cache_size = -32768;
          """)
      guard !readOnly, !db.configuration.readonly else { return }
      // page_size matters only while the file is empty.
      try db.execute(
        sql: """
          PRAGMA page_size = 8192; PRAGMA secure_delete = OFF; PRAGMA wal_autocheckpoint = 4000;
          PRAGMA journal_size_limit = 67108864;
          """)
    }
    return configuration
  }

  private enum Identity { case empty, ledger }

  private func checkIdentity(_ db: Database) throws -> Identity {
    let application = try db.integer("PRAGMA application_id")
    let version = try db.integer("PRAGMA user_version")
    let objects = try db.integer(
      "SELECT count(*) FROM sqlite_schema WHERE tbl_name NOT IN ('grdb_migrations', 'grdb_issue_102')")
    // Before its first migration a ledger holds at most GRDB's own bookkeeping.
    if application == 0, version == 0, objects == 0 { return .empty }
    guard application == LedgerSchema.applicationID else { throw LedgerError.notALedger(path: path) }
    guard version <= LedgerSchema.version else {
      throw LedgerError.newerSchema(path: path, found: version, supported: LedgerSchema.version)
    }
    // A ledger has neither triggers nor views, which could make it say something else than its tables do.
    let strangers = try db.integer("SELECT count(*) FROM sqlite_schema WHERE type NOT IN ('table', 'index')")
    guard version >= 1, strangers == 0 else { throw LedgerError.notALedger(path: path) }
    return .ledger
  }

  private func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  private func size() throws -> Int {
    var status = stat()
    guard lstat(path, &status) == 0 else {
      if errno == ENOENT || errno == ENOTDIR { throw LedgerError.missing(path: path) }
      throw LedgerError.cannotOpen(path: path, reason: String(cString: strerror(errno)))
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw LedgerError.notALedger(path: path) }
    return Int(status.st_size)
  }

  /// SQLite gives the -wal and -shm files the mode of the main file, so that one decides.
  private func createEmpty() throws {
    let descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    if descriptor >= 0 {
      Foundation.close(descriptor)
    } else if errno != EEXIST {
      throw LedgerError.cannotOpen(path: path, reason: String(cString: strerror(errno)))
    }
  }

  private func syncFolder() throws {
    let descriptor = Foundation.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    defer { if descriptor >= 0 { Foundation.close(descriptor) } }
    guard descriptor >= 0, fsync(descriptor) == 0 else {
      throw LedgerError.cannotOpen(path: path, reason: String(cString: strerror(errno)))
    }
  }
}
