internal import GRDB
internal import SluiceCore
internal import SluiceIO
internal import Synchronization

/// Where a reader's answers come from: in one database, or in those of the tasks of a divided run that is not
/// merged yet. All of a shard is in one of them.
final class LedgerStore: Sendable {
  private enum Place {
    case whole(path: String, any DatabaseReader)
    case parts(folder: String, RunDivision)
  }

  private let place: Place
  /// Open parts by task: more would use up the process's files.
  private let open = Mutex<[Int: any DatabaseReader]>([:])
  private static let openAtMost = 64

  init(path: String, database: any DatabaseReader) { place = .whole(path: path, database) }

  /// - Throws: `LedgerError.missing` if there is neither a ledger nor a divided run.
  init(folder: String) throws {
    let file = LedgerFile(folder: folder)
    if !Folders.exists(file.path), let division = try RunDivision(folder: folder) {
      place = .parts(folder: folder, division)
    } else {
      place = .whole(path: file.path, try file.openForReading())
    }
  }

  /// - Throws: `LedgerError.otherRun` if `run.json` says so. Of tasks' ledgers the first that has begun is asked: the
  ///   chain of each says whether it belongs to the division.
  func check(_ card: RunCard) throws { _ = try first { db, path in try card.check(db, ledger: path) as Void? } }

  /// How the run is divided, if its tasks' ledgers are not merged.
  var division: RunDivision? {
    if case .parts(_, let division) = place { division } else { nil }
  }

  /// What each database answers. Tasks that have not begun have none.
  func each<T>(_ work: (Database, _ path: String) throws -> T) throws -> [T] {
    switch place {
    case .whole(let path, let database): return [try Self.read(database, path, work)]
    case .parts(let folder, let division):
      return try (0..<division.tasks).compactMap { try read(task: $0, folder, division, work) }
    }
  }

  /// The first answer that is not nil.
  func first<T>(_ work: (Database, _ path: String) throws -> T?) throws -> T? {
    switch place {
    case .whole(let path, let database): return try Self.read(database, path, work)
    case .parts(let folder, let division):
      for task in 0..<division.tasks {
        if let found = try read(task: task, folder, division, work) ?? nil { return found }
      }
      return nil
    }
  }

  /// What the database of a shard answers; nil if its task has not begun, or no task has it.
  func of<T>(shard: Int, _ work: (Database, _ path: String) throws -> T) throws -> T? {
    switch place {
    case .whole(let path, let database): return try Self.read(database, path, work)
    case .parts(let folder, let division):
      guard division.shards.indices.contains(shard.minus(1)) else { return nil }
      return try read(task: division.shards[shard - 1].task, folder, division, work)
    }
  }

  private func read<T>(
    task: Int, _ folder: String, _ division: RunDivision, _ work: (Database, _ path: String) throws -> T
  ) throws -> T? {
    let file = LedgerFile(folder: folder, part: RunPart(index: task, count: division.tasks))
    let database: any DatabaseReader
    if let ready = open.withLock({ $0[task] }) {
      database = ready
    } else {
      do {
        database = try file.openForReading()
      } catch LedgerError.missing, LedgerError.noRun {
        return nil
      }
      open.withLock { open in
        if open.count >= Self.openAtMost, let other = open.keys.first { open[other] = nil }
        open[task] = database
      }
    }
    return try Self.read(database, file.path, work)
  }

  private static func read<T>(
    _ database: any DatabaseReader, _ path: String, _ work: (Database, String) throws -> T
  ) throws -> T {
    try LedgerError.translating(path) { try database.read { try work($0, path) } }
  }
}
