internal import Foundation
internal import SluiceIO

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The files that SQLite keeps beside a ledger, and reads without asking: a `-journal` or `-wal` that somebody else put
/// there would become part of the ledger when it is opened.
struct LedgerCompanions {
  /// Of the ledger's file.
  let path: String

  static let suffixes = ["-journal", "-wal", "-shm"]

  /// Most that the journal of a new ledger's first steps can hold: a header, and one page.
  private static let smallJournal = 16_384
  private static let pageSize = 8192

  /// - Throws: `LedgerError.foreignCompanion` if one of them is a link, a pipe or a folder.
  func check() throws {
    for suffix in Self.suffixes {
      var status = stat()
      guard withFileSystemPath(path + suffix, { lstat($0, &status) }) == 0 else { continue }
      guard status.st_mode & S_IFMT == S_IFREG else { throw LedgerError.foreignCompanion(path: path + suffix) }
    }
  }

  /// A run's own ledger has a rollback journal only until it is in WAL mode. From then on a journal beside it is not its
  /// own, and SQLite would write the journal's pages over the ledger's.
  ///
  /// - Throws: `LedgerError.foreignCompanion` if there is a journal that cannot be of a ledger in the making.
  func checkJournal() throws {
    let journal = path + "-journal"
    var status = stat()
    guard withFileSystemPath(journal, { lstat($0, &status) }) == 0 else { return }
    let size = Int(status.st_size)
    var header = stat()
    guard withFileSystemPath(path, { lstat($0, &header) }) == 0 else { return }
    guard size <= Self.smallJournal, header.st_size <= Self.pageSize || !isInWALMode() else {
      throw LedgerError.foreignCompanion(path: journal)
    }
  }

  /// Bytes 18 and 19 of a SQLite file are 2 in WAL mode, 1 otherwise.
  private func isInWALMode() -> Bool {
    let descriptor = withFileSystemPath(path) { Foundation.open($0, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC) }
    guard descriptor >= 0 else { return true }
    defer { Foundation.close(descriptor) }
    var bytes: [UInt8] = [2, 2]
    return pread(descriptor, &bytes, 2, 18) != 2 || bytes != [1, 1]
  }
}
