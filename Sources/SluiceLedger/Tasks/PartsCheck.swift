internal import GRDB
internal import SluiceCore
internal import SluiceIO

/// Whether the ledgers of a divided run's tasks make up the run: every shard of the division in the one
/// ledger that it was dealt to, and committed or failed there.
struct PartsCheck {
  struct Parts {
    var runs: [RunRecord] = []
    /// Paths of failed shards.
    var failed: [Name] = []
  }

  let folder: String
  let division: RunDivision

  /// - Throws: `LedgerError.cannotMerge` that names every gap and overlap.
  func check() throws -> Parts {
    var parts = Parts()
    var problems = try foreignParts()
    for task in 0..<division.tasks {
      try check(RunPart(index: task, count: division.tasks), into: &parts, &problems)
    }
    guard problems.isEmpty else {
      throw LedgerError.cannotMerge(path: folder, problems: problems)
    }
    return parts
  }

  private func foreignParts() throws -> [String] {
    let own = Set((0..<division.tasks).map { Name(RunPart(index: $0, count: division.tasks).name + RunPart.suffix) })
    let folder = folder + "/" + RunPart.folderName
    return try FileTree.names(in: folder)
      .filter { $0.hasSuffix(RunPart.suffix) && !own.contains($0) }
      .map {
        "\($0): overlaps: it is not a ledger of a run that is divided among \(division.tasks) tasks; move it away"
      }
  }

  private func check(_ part: RunPart, into parts: inout Parts, _ problems: inout [String]) throws {
    let file = LedgerFile(folder: folder, part: part)
    let numbers = division.numbers(of: part.index)
    let database: DatabaseQueue
    do {
      database = try file.openForReading()
    } catch LedgerError.missing, LedgerError.noRun {
      let rerun = "run it: --shard-index \(part.index) --shard-count \(part.count)"
      guard !numbers.isEmpty else { return problems.append("\(part) has not begun; \(rerun)") }
      problems += numbers.map { "missing \(division.shards[$0 - 1].path): \(part) has not begun; \(rerun)" }
      return
    }
    defer { try? database.close() }
    let (runs, shards) = try LedgerError.translating(file.path) {
      try database.read { (try LedgerReader.runs($0), try LedgerReader.shards($0)) }
    }
    let identity = division.identity(of: part, host: "")
    guard runs.count == 1, runs[0].id == part.index + 1, runs[0].genesisHash == identity.genesisHash else {
      return problems.append("\(part.name)\(RunPart.suffix): overlaps, it is not the ledger of \(part) of this run")
    }
    parts.runs += runs
    let own = Set(numbers)
    let found = Dictionary(shards.map { ($0.id, $0) }) { first, _ in first }
    for number in numbers {
      let path = division.shards[number - 1].path
      guard let shard = found[number], shard.input.path == path else {
        problems.append("missing \(path): not in the ledger of \(part), where it was dealt to")
        continue
      }
      switch shard.state {
      case .done: break
      case .failed: parts.failed.append(path)
      case .pending, .running:
        problems.append("missing \(path): \(shard.state.rawValue) in \(part); let it finish, or run it again")
      }
    }
    for shard in shards where !own.contains(shard.id) {
      problems.append("\(shard.input.path): overlaps, \(part) has it, but it was dealt to another task")
    }
  }
}
