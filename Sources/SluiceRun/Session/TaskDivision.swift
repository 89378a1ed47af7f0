internal import SluiceCore
internal import SluiceIO
package import SluiceLedger

/// How a task finds its part of a run: all tasks deal the same shards in the same way, the first writes it
/// down, and a task that finds other shards or another count than what is written does nothing.
package enum TaskDivision {
  /// - Parameters:
  ///   - folder: of the run; it is there.
  ///   - shards: all of the run, in byte order of their paths.
  /// - Throws: `Drift` if the run began with other tasks, inputs, options, policy or model.
  static func agree(
    _ folder: String, _ part: RunPart, _ identity: RunIdentity, _ shards: [InputShard]
  ) throws -> RunDivision {
    if !Folders.exists(RunDivision.path(in: folder)) {
      guard !Folders.exists(Ledger.path(in: folder)) else {
        throw Drift(folder: folder, differences: [count(then: nil, now: part.count)])
      }
      do {
        try RunFolder.refuseStrangers(folder)
      } catch {
        // Everything another task writes is beside the folder that it makes first, perhaps just now.
        guard Folders.exists("\(folder)/\(RunPart.folderName)") else { throw error }
      }
    }
    let mine = try RunDivision(shards.map(ShardInput.init), to: part.count, identity: identity)
    let agreed = try mine.publish(in: folder)
    if agreed.digest == mine.digest { return agreed }
    try Drift.check(folder: folder, differences(then: agreed, now: mine, folder))
    return agreed
  }

  /// Refuses to run a divided run as a whole.
  static func refuse(_ folder: String) throws {
    guard let division = try RunDivision(folder: folder) else { return }
    throw Drift(folder: folder, differences: [count(then: division.tasks, now: nil)])
  }

  /// Joins the ledgers of all tasks into the run's own and, if no shard has failed and every folder could be listed,
  /// marks the run as done.
  package static func join(_ folder: String) throws -> LedgerMerge.Outcome {
    let merge = try LedgerMerge(folder: folder)
    let lock = try FolderLock(folder: folder)
    defer { withExtendedLifetime(lock) {} }
    let outcome = try merge.merge()
    let isWhole = try LedgerReader(folder: folder).otherFiles().unreadable.isEmpty
    if outcome.failed.isEmpty, isWhole { try RunFolder.writeSuccess(folder) }
    return outcome
  }

  private static func count(then: Int?, now: Int?) -> Drift.Difference {
    func name(_ count: Int?) -> String { count.map(String.init) ?? "none" }
    return Drift.Difference(what: "--shard-count", then: name(then), now: name(now))
  }

  private static func differences(
    then: RunDivision, now: RunDivision, _ folder: String
  ) throws -> [Drift.Difference] {
    var differences = try Drift.differences(then: then.identity, now: now.identity)
    if then.tasks != now.tasks { differences.append(count(then: then.tasks, now: now.tasks)) }
    var rest = Dictionary(uniqueKeysWithValues: now.shards.map { ($0.path, $0.bytes) })
    var resized: [(path: Name, difference: Drift.Difference)] = []
    for shard in then.shards {
      let name = "input \(shard.path)"
      guard let bytes = rest.removeValue(forKey: shard.path) else {
        differences.append(Drift.Difference(what: name, then: "there", now: "missing"))
        continue
      }
      if bytes == shard.bytes { continue }
      resized.append(
        (
          shard.path,
          Drift.Difference(what: "\(name) size", then: shard.bytes.counted("byte"), now: bytes.counted("byte"))
        ))
    }
    differences += rest.keys.sorted()
      .map { Drift.Difference(what: "input \($0)", then: "not there", now: "there") }
    if resized.isEmpty { return differences }
    // The file of a failed shard may be another one, as in a run that is not divided; it stays where it was dealt.
    let failed = Set(try LedgerReader(folder: folder).shards().filter { $0.state == .failed }.map(\.input.path))
    return differences + resized.filter { !failed.contains($0.path) }.map(\.difference)
  }
}
