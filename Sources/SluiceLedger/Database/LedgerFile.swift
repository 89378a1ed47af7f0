internal import Foundation
internal import GRDB
internal import SluiceCore
internal import SluiceIO

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The ledger's file: where it is, how it is created and opened, and whether it is ours.
struct LedgerFile: Sendable {
  static let name = "ledger.sqlite"

  let folder: String
  /// `folder/ledger.sqlite`, in a spelling SQLite cannot take for a URI.
  let path: String
  /// Whether it is one of many on storage that machines share. Such a file has a rollback journal: WAL needs
  /// memory that all its users share, which users on two machines have not.
  let isPart: Bool

  /// - Parameter part: the task whose ledger it is; nil for the run's own.
  init(folder: String, part: RunPart? = nil) {
    let base = folder.isEmpty ? "." : folder
    let slash = Name(base).hasSuffix("/") ? base : base + "/"
    isPart = part != nil
    self.folder = part == nil ? base : slash + RunPart.folderName
    let path = part.map { "\(slash)\(RunPart.folderName)/\($0.name)\(RunPart.suffix)" } ?? slash + Self.name
    self.path = Name(path).hasPrefix("file:") ? "./" + path : path
  }

  /// Another file of the output folder.
  init(folder: String, name: String) {
    let ledger = LedgerFile(folder: folder)
    self.folder = ledger.folder
    isPart = false
    path = Name(ledger.path).removing(suffix: Self.name)!.text + name
  }

  /// Creates a ledger that counts only once it is published: nothing of it is safe before.
  func openForMerging() throws -> DatabaseQueue {
    // What an earlier attempt has left.
    guard withFileSystemPath(path, { unlink($0) }) == 0 || errno == ENOENT else {
      throw LedgerError.cannotOpen(path: path, reason: String(cString: strerror(errno)))
    }
    try createEmpty()
    let queue = try DatabaseQueue(path: databasePath, configuration: configuration(readOnly: false))
    try queue.writeWithoutTransaction {
      try $0.execute(
        sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144; PRAGMA threads = 2")
    }
    try LedgerSchema.migrator.migrate(queue)
    return queue
  }

  /// Gives a closed file another one's name, in one step.
  func publish(as target: LedgerFile) throws {
    let descriptor = withFileSystemPath(path) { Foundation.open($0, O_RDONLY | O_CLOEXEC) }
    defer { if descriptor >= 0 { Foundation.close(descriptor) } }
    guard descriptor >= 0, fsync(descriptor) == 0, Folders.rename(path, to: target.path) else {
      throw LedgerError.cannotOpen(path: path, reason: String(cString: strerror(errno)))
    }
    try target.syncFolder()
  }

  /// Opens for writing. A file that is not a ledger is left as it is.
  func openForWriting(create: Bool) throws -> any DatabaseWriter {
    try LedgerError.translating(path) {
      try checkCompanions()
      if create { try createEmpty() }
      let isEmpty = try size() == 0 && !exists(path + "-wal")
      // Not even the tables are made in a file that must hold a run.
      if isEmpty, !create { throw LedgerError.noRun(path: path) }
      if !isEmpty {
        // A file that died before it became a ledger has a rollback journal, and a part that died while
        // it wrote; a read-only connection could not take back what the journal covers. A ledger with a run in it has
        // none (`LedgerCompanions`).
        let isHalfMade = exists(path + "-journal")
        let probe = try DatabaseQueue(path: databasePath, configuration: configuration(readOnly: !isHalfMade))
        let state = try probe.read { try checkIdentity($0) }
        try probe.close()
        guard state == .ledger || create else { throw LedgerError.noRun(path: path) }
      }
      let pool: any DatabaseWriter =
        isPart
        ? try DatabaseQueue(path: databasePath, configuration: configuration(readOnly: false))
        : try DatabasePool(path: databasePath, configuration: configuration(readOnly: false))
      // A pool opens with NORMAL: what makes the tables need not wait for the disk, for the first commit of anything
      // in them does. FULL makes every commit wait.
      try LedgerSchema.migrator.migrate(pool)
      try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
      if create { try syncFolder() }
      return pool
    }
  }

  /// Opens for reading, also while a writer is at work. Where the folder forbids the shared-memory
  /// file SQLite needs, a ledger that nobody writes is read as an immutable file.
  func openForReading() throws -> DatabaseQueue {
    try LedgerError.translating(path) {
      try checkCompanions()
      guard try size() > 0 || exists(path + "-wal") else { throw LedgerError.noRun(path: path) }
      do {
        // What a part that died while it wrote has begun is taken back by its next reader, if that may write.
        return try connect(
          databasePath,
          readOnly: !(isPart && exists(path + "-journal") && withFileSystemPath(path) { access($0, W_OK) } == 0))
      } catch let error as DatabaseError where [.SQLITE_CANTOPEN, .SQLITE_READONLY].contains(error.resultCode) {
        if exists(path + "-journal") { throw isPart ? error : LedgerError.noRun(path: path) }
        if exists(path + "-wal") { throw error }
        return try connect(
          uri(path.utf8.first == UInt8(ascii: "/") ? path : FileTree.canonical(".") + "/" + path) + "?immutable=1",
          readOnly: true)
      }
    }
  }

  private func connect(_ name: String, readOnly: Bool) throws -> DatabaseQueue {
    let queue = try DatabaseQueue(path: name, configuration: configuration(readOnly: readOnly))
    guard try queue.read({ try checkIdentity($0) }) == .ledger else { throw LedgerError.noRun(path: path) }
    return queue
  }

  /// The path as SQLite is told it, which takes text: bytes that are not UTF-8 can only be in a URI.
  var databasePath: String { path.holdsFileSystemBytes ? uri(path) : path }

  /// The same as a URI.
  private func uri(_ path: String) -> String {
    let plain = Set("/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
    return path.fileSystemBytes.reduce(into: "file:") { uri, byte in
      if plain.contains(byte) {
        uri.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        uri += "%" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16)
      }
    }
  }

  private func configuration(readOnly: Bool) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = readOnly
    configuration.foreignKeysEnabled = false
    // Readers of a part and its writer wait for each other; verifying a large one takes minutes.
    configuration.busyMode = .timeout(isPart ? 600 : 10)
    configuration.label = "sluice ledger"
    configuration.prepareDatabase { db in
      // The file may be hostile: no function is called from its schema, cells are checked.
      try db.execute(
        sql: """
          PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA cache_size = -16384;
          """)
      guard !readOnly, !db.configuration.readonly else { return }
      // page_size matters only while the file is empty.
      try db.execute(
        sql: """
          PRAGMA page_size = 8192; PRAGMA secure_delete = OFF; PRAGMA wal_autocheckpoint = 1000;
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
    let strangers = try PreparedStatement(
      db, "SELECT type, name FROM sqlite_schema WHERE type NOT IN ('table', 'index')")
    if let object = try strangers.first({ "\($0.text(0)) \(LedgerError.shown($0.text(1)))" }) {
      throw LedgerError.foreignObject(path: path, object: object)
    }
    let tables = try db.integer("SELECT count(*) FROM sqlite_schema WHERE name IN ('runs', 'shards', 'decisions')")
    guard version >= 1, tables == 3 else { throw LedgerError.notALedger(path: path) }
    return .ledger
  }

  private func checkCompanions() throws {
    let companions = LedgerCompanions(path: path)
    try companions.check()
    if !isPart { try companions.checkJournal() }
  }

  private func exists(_ path: String) -> Bool { Folders.exists(path) }

  private func size() throws -> Int {
    var status = stat()
    guard withFileSystemPath(path, { lstat($0, &status) }) == 0 else {
      if errno == ENOENT || errno == ENOTDIR { throw LedgerError.missing(path: path) }
      throw LedgerError.cannotOpen(path: path, reason: String(cString: strerror(errno)))
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw LedgerError.notALedger(path: path) }
    return Int(status.st_size)
  }

  /// SQLite gives the -wal and -shm files the mode of the main file, so that one decides.
  private func createEmpty() throws {
    let descriptor = withFileSystemPath(path) {
      Foundation.open($0, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    }
    if descriptor >= 0 {
      Foundation.close(descriptor)
    } else if errno != EEXIST {
      throw LedgerError.cannotOpen(path: path, reason: String(cString: strerror(errno)))
    }
  }

  private func syncFolder() throws {
    let descriptor = withFileSystemPath(folder) { Foundation.open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    defer { if descriptor >= 0 { Foundation.close(descriptor) } }
    guard descriptor >= 0, fsync(descriptor) == 0 else {
      throw LedgerError.cannotOpen(path: path, reason: String(cString: strerror(errno)))
    }
  }
}
