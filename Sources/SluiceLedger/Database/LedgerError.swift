package import SluiceCore

/// Why a ledger could not be opened, read or written.
///
/// Cases carry paths, shard numbers and line numbers: never a document's text or id, and never the
/// arguments of a statement.
package enum LedgerError: Error, Sendable, Hashable {
  /// There is no ledger at the path.
  case missing(path: String)
  /// The file is not a sluice ledger: no SQLite file, or one that some other program made.
  case notALedger(path: String)
  /// Something beside the ledger that SQLite would read as part of it, but that is not the ledger's own.
  case foreignCompanion(path: String)
  /// The ledger has a trigger or a view, which no ledger of sluice has.
  case foreignObject(path: String, object: String)
  /// The ledger is of another run than the folder's other files.
  case otherRun(path: String, file: String)
  /// The file was written by a later version of sluice.
  case newerSchema(path: String, found: Int, supported: Int)
  /// SQLite found the file's structure broken.
  case damaged(path: String)
  /// The operating system refused to open or create the file; `reason` is its message.
  case cannotOpen(path: String, reason: String)
  case diskFull(path: String)
  case inputOutput(path: String, code: Int)
  /// Another process kept the file locked for longer than the ledger waits.
  case busy(path: String)
  /// Any other answer of SQLite, by its extended result code.
  case sqlite(path: String, code: Int)

  /// The ledger already records a run.
  case runExists(path: String)
  /// The ledger records no run.
  case noRun(path: String)
  /// The file that says how a run is divided among tasks cannot be read.
  case notADivision(path: String)
  /// The run is divided among tasks, and their ledgers are not merged yet.
  case notMerged(path: String)
  /// The tasks' ledgers do not make up the run; `problems` name tasks and shards.
  case cannotMerge(path: String, problems: [String])
  /// Two shards were registered under one path.
  case duplicateShard(path: String, shard: Name)
  case unknownShard(path: String, shard: Int)
  /// A committed shard cannot be written again.
  case alreadyCommitted(path: String, shard: Int)
  /// Rows of a shard must come in line order, each line once.
  case outOfOrder(path: String, shard: Int, line: Int)
  /// A shard's counts contradict each other, so lines were lost or doubled.
  case doesNotAddUp(path: String, shard: Int, detail: String)
  /// A stored row does not hold what its table promises.
  case malformedRow(path: String, table: String, shard: Int, line: Int, column: String)
}

extension LedgerError: CustomStringConvertible {
  /// What happened, where, and what to do about it.
  package var description: String {
    switch self {
    case .missing(let path):
      "\(path.shown): there is no ledger here. Name the --output folder of a run."
    case .notALedger(let path):
      "\(path.shown): this file is not a sluice ledger. Use another output folder, or move the file away."
    case .foreignCompanion(let path):
      "\(path.shown): not the ledger's own, though SQLite would read it as part of the ledger. Move it away."
    case .foreignObject(let path, let object):
      "\(path.shown): has the \(object.shown), which no ledger of sluice has. Restore the ledger from a copy."
    case .otherRun(let path, let file):
      "\(path.shown): not the ledger of the run that \(file.shown) beside it describes, so one of them was replaced or edited. "
        + "Restore it from a copy."
    case .newerSchema(let path, let found, let supported):
      "\(path.shown): written by a later sluice (schema \(found); this program knows \(supported)). Use that version."
    case .damaged(let path):
      "\(path.shown): the ledger is damaged. Restore it from a copy, or start anew in another output folder; "
        + "`sqlite3 \(path.shown) 'PRAGMA integrity_check'` lists the damage."
    case .cannotOpen(let path, let reason):
      "\(path.shown): cannot be opened: \(reason). Check that the folder exists and its permissions."
    case .diskFull(let path):
      "\(path.shown): the disk is full. Nothing of this step was recorded; free some space and run again to resume."
    case .inputOutput(let path, let code):
      "\(path.shown): reading or writing failed (SQLite code \(code)). Check the disk and the file size limit (ulimit -f), then run again to resume."
    case .busy(let path):
      "\(path.shown): locked by another process. Wait until it ends, or stop it."
    case .sqlite(let path, let code):
      "\(path.shown): SQLite refused (code \(code)). `sqlite3 \(path.shown) 'PRAGMA integrity_check'` tells whether the file is sound."
    case .runExists(let path):
      "\(path.shown): records a run already. Resume it, or choose another output folder."
    case .noRun(let path):
      "\(path.shown): records no run yet. Start it with `sluice run`."
    case .notADivision(let path):
      "\(path.shown): does not say how the run is divided. Restore it from a copy, or start anew in another output folder."
    case .notMerged(let path):
      "\(path.shown): not there yet, only the tasks' ledgers are. Join them with `sluice ledger merge`."
    case .cannotMerge(let path, let problems):
      "\(path.shown): the tasks' ledgers do not make up the run:\n" + problems.prefix(50).map { "  \($0)\n" }.joined()
        + (problems.count > 50 ? "  and \(problems.count - 50) more\n" : "") + "Nothing was merged."
    case .duplicateShard(let path, let shard):
      "\(path.shown): shard \(shard) is registered twice. Name each input once."
    case .unknownShard(let path, let shard):
      "\(path.shown): has no shard number \(shard)."
    case .alreadyCommitted(let path, let shard):
      "\(path.shown): shard number \(shard) is committed; it cannot be written again."
    case .outOfOrder(let path, let shard, let line):
      "\(path.shown): line \(line) of shard number \(shard) came twice or out of order; nothing of this step was recorded."
    case .doesNotAddUp(let path, let shard, let detail):
      "\(path.shown): the counts of shard number \(shard) do not add up (\(detail)); the shard was not committed."
    case .malformedRow(let path, let table, let shard, let line, let column):
      "\(path.shown): \(table) row of shard number \(shard), line \(line): \(column) is not valid, so the ledger was edited. "
        + "`sluice verify` lists all differences."
    }
  }

  /// A name that somebody else chose, fit for a message: at most 60 characters, letters, digits and `_ - .`
  static func shown(_ name: String) -> String {
    let shown = name.unicodeScalars.prefix(60).map { scalar in
      let isPlain =
        scalar.isASCII && (scalar.properties.isAlphabetic || "0123456789_-.".unicodeScalars.contains(scalar))
      return isPlain ? Character(scalar) : "?"
    }
    return String(shown)
  }
}
