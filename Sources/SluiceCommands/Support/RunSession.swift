internal import Foundation
internal import SluiceCore
internal import SluiceIO
internal import SluiceLedger
internal import SluicePipeline

/// A run on its way from folder to plan: starts or takes up the ledger's run, refuses drift, and says
/// which shards are left to do.
struct RunSession {
  let folder: RunFolder
  /// In byte order of their paths.
  let shards: [InputShard]
  let model: any Scorer
  let policy: Policy
  let options: RunOptionsRecord
  let identity: RunIdentity
  let extends: Bool
  /// How the run is divided among tasks, if it is.
  let division: RunDivision?

  /// The shards that are this process's to do.
  private func own() throws -> [InputShard] {
    guard let division, let part = folder.part else { return shards }
    return try zip(shards, division.shards).filter { $1.task == part.index }.map { try $0.0.seen() }
  }

  /// - Returns: what is left to do; nil if the run is finished.
  /// - Throws: `Drift`, `LedgerError`, `IOFailure`.
  func prepare(jobs: Int, reader: ShardReader.Options, badLines: RunPlan.BadLineLimit?) throws -> RunPlan? {
    let own = try own()
    let records = try folder.isNew ? begin(own) : resume(own)
    if records.allSatisfy({ $0.state == .done }), try folder.isConcluded() { return nil }
    try folder.removeSuccess()
    try folder.writeRunFile(
      RunFile(
        sluiceVersion: sluiceVersion, model: model.name, modelSHA256: model.digest, policy: policy.name,
        policySHA256: policy.digest, options: options, shards: shards.count,
        inputBytes: shards.reduce(0) { $0 + $1.bytes }))
    var plan = RunPlan(shards: [], outputFolder: folder.path)
    plan.fields = options.fields
    plan.safetyKey = options.safetyKey
    plan.codec = options.codec
    plan.attributes = options.attributes
    plan.hashesDropped = options.hashesDropped
    plan.recordsKept = identity.recording == .all
    plan.reader = reader
    plan.reader.hashing = true
    plan.reader.salvage = options.salvage
    plan.reader.replaysQuarantine = options.inputQuarantine ?? false
    plan.jobs = jobs
    plan.isFresh = folder.isNew
    plan.badLines = badLines
    // Names depend on all shards of the run, so that a rerun of some gives them the same names.
    let paths = division?.shards.map(\.path) ?? records.map(\.input.path)
    let names = Dictionary(uniqueKeysWithValues: zip(paths, outputNames(paths)))
    let found = Dictionary(uniqueKeysWithValues: own.map { ($0.path, $0) })
    for record in records where record.state != .done {
      let input = found[record.input.path]!
      if record.state == .failed {
        try folder.ledger.replaceInput(of: record.id, by: ShardInput(input))
        try folder.ledger.restart(shard: record.id)
      }
      var shard = RunPlan.Shard(
        id: record.id, input: input, outputName: names[record.input.path]!,
        attributesCodec: OutputCodec(named: ShardName.attributesPath(for: record.input.path)))
      if !plan.isFresh { shard.resume = try checkpoint(of: shard) }
      plan.shards.append(shard)
    }
    return plan
  }

  private func outputNames(_ paths: [String]) -> [String] {
    ShardName.outputNames(for: paths, codec: options.codec.compression)
  }

  /// No two shards may write one file, and none a file that is committed.
  ///
  /// - Parameters:
  ///   - paths: of all shards of the run.
  ///   - done: paths of those that are committed.
  ///   - taken: names of their files.
  private func checkNames(_ paths: [String], done: Set<String> = [], taken: Set<String> = []) throws {
    var taken = taken
    for (path, name) in zip(paths, outputNames(paths)) where !done.contains(path) {
      guard taken.insert(name).inserted else {
        throw RunFolder.Refused(
          description: "\(path): its queues would be called \(name), as those of another shard; rename it")
      }
    }
  }

  /// Adds shards to the run. Where one brings a stem that an unfinished shard has, that shard's outputs get
  /// other names: it starts over, and what it left under the old ones is removed while they are still known.
  private func add(_ new: [InputShard], to known: [ShardRecord]) throws -> [ShardRecord] {
    let before = known.map(\.input.path)
    let after = before + new.map(\.path)
    let files = try folder.ledger.reader.outputs().map(\.output).filter { $0.lane != .attributes }
    try checkNames(
      after, done: Set(known.filter { $0.state == .done }.map(\.input.path)),
      taken: Set(files.map { String($0.path.dropFirst($0.lane.folder.count + 1)) }))
    for (record, (old, now)) in zip(known, zip(outputNames(before), outputNames(after)))
    where record.state != .done && old != now {
      try folder.ledger.restart(shard: record.id)
      for lane in Lane.allCases where lane != .attributes {
        try PartialFile.remove(path: folder.path + "/" + lane.folder + "/" + old)
      }
    }
    return try folder.ledger.register(new.map(ShardInput.init))
  }

  /// Where a shard can go on. A pipe can not: whether the stream that comes now begins as the last one did
  /// cannot be told.
  private func checkpoint(of shard: RunPlan.Shard) throws -> ShardCheckpoint? {
    guard let checkpoint = try folder.ledger.checkpoint(shard: shard.id) else { return nil }
    guard shard.input.isPipe else { return checkpoint }
    try folder.ledger.restart(shard: shard.id)
    return nil
  }

  private func begin(_ own: [InputShard]) throws -> [ShardRecord] {
    try checkNames(shards.map(\.path))
    let inputs = own.map(ShardInput.init)
    if let part = folder.part, let division {
      return try folder.ledger.startRun(part, of: division, host: identity.host, shards: inputs)
    }
    return try folder.ledger.startRun(identity, shards: inputs)
  }

  private func resume(_ own: [InputShard]) throws -> [ShardRecord] {
    let record = try folder.ledger.reader.run()
    var differences = try Drift.differences(then: record.identity, now: identity)
    if let part = folder.part, let division,
      record.genesisHash != division.identity(of: part, host: "").genesisHash
    {
      let then = try RunOptionsRecord(json: record.identity.optionsJSON).task?.division ?? "none"
      differences.append(Drift.Difference(what: "division sha256", then: then, now: division.digest))
    }
    let known = try folder.ledger.reader.shards()
    let (changed, new) = try Drift.shards(known, found: own)
    differences += changed
    if !extends {
      differences += new.map {
        Drift.Difference(what: "input \($0.path)", then: "not there", now: "there (--extend adds it)")
      }
    }
    guard differences.isEmpty else { throw Drift(folder: folder.path, differences: differences) }
    guard !new.isEmpty || known.contains(where: { $0.state != .done }) else { return known }
    // Before anything says that there is more to do.
    try folder.removeSuccess()
    try folder.ledger.reopenRun()
    return try new.isEmpty ? known : add(new, to: known)
  }

  /// Marks the run as ended; `_SUCCESS` only if every shard of all is committed.
  func conclude() throws {
    let allDone = try folder.ledger.reader.shards().allSatisfy { $0.state == .done }
    if !allDone { return }
    try folder.ledger.finishRun()
    if folder.part == nil { try RunFolder.writeSuccess(folder.path) }
  }
}

extension ShardInput {
  init(_ shard: InputShard) {
    self.init(path: shard.path, inputPath: shard.inputPath, size: shard.bytes, modified: Int(shard.modified))
  }
}
