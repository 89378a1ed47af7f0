internal import Foundation
package import SluiceCore
package import SluiceIO
package import SluiceLedger
package import SluicePipeline

/// A run from its folder to its end: starts or resumes the ledger's run, refuses drift, says which shards are left
/// to do, and does them.
package struct RunSession {
  package let folder: RunFolder
  /// In byte order of their paths.
  let shards: [InputShard]
  /// What the input folders hold besides them.
  let others: [OtherFile]
  let model: any Scorer
  let policy: Policy
  let options: RunOptionsRecord
  let identity: RunIdentity
  let extends: Bool
  /// How the run is divided among tasks, if it is.
  let division: RunDivision?

  /// Takes the output folder, which is made if it is not there.
  ///
  /// - Parameters:
  ///   - part: this task's place, if the run is divided.
  ///   - shards: all of the run, in byte order of their paths.
  ///   - others: what the input folders hold besides them.
  ///   - extends: whether shards that are new may be added to a run that was begun without them.
  /// - Throws: `Drift` if the run began with other tasks, inputs, options, policy or model; `RunFolder.Refused`,
  ///   `LedgerError`, `IOFailure`.
  package init(
    in folder: String, part: RunPart? = nil, shards: [InputShard], others: [OtherFile] = [], model: any Scorer,
    policy: Policy, options: RunOptionsRecord, extends: Bool = false
  ) throws {
    let path = try OutputFolder.take(folder)
    identity = RunIdentity(
      sluiceVersion: sluiceVersion, modelSHA256: model.digest, policySHA256: policy.digest,
      optionsJSON: try options.json(), host: ProcessInfo.processInfo.hostName, recording: options.ledger)
    if part == nil { try TaskDivision.refuse(path) }
    let identity = identity
    division = try part.map { try TaskDivision.agree(path, $0, identity, shards) }
    self.folder = try RunFolder(path, part: part)
    self.shards = shards
    self.others = others
    self.model = model
    self.policy = policy
    self.options = options
    self.extends = extends
  }

  /// The shards that are this process's to do.
  private func own() throws -> [InputShard] {
    guard let division, let part = folder.part else { return shards }
    return try zip(shards, division.shards).filter { $1.task == part.index }.map { try $0.0.seen() }
  }

  /// Shards of the run that discovery leaves out by now, because an earlier version had other rules: what a run began
  /// with it ends with.
  private func leftOutSince() throws -> [InputShard] {
    let leftOut = Set(others.filter { $0.reason != .excluded }.map(\.path))
    let known = Set(shards.map(\.path))
    return try folder.ledger.reader.shards().map(\.input).filter {
      !known.contains($0.path) && isLeftOut(Name($0.inputPath), leftOut)
    }
    .map { try InputShard(path: $0.path, inputPath: $0.inputPath, bytes: 0, modified: 0).seen() }
  }

  private func isLeftOut(_ path: Name, _ leftOut: Set<Name>) -> Bool {
    leftOut.contains(path) || path.ancestors.contains(where: leftOut.contains)
  }

  /// - Returns: what is left to do; nil if the run is finished.
  /// - Throws: `Drift`, `LedgerError`, `IOFailure`.
  package func prepare(jobs: Int, reader: ShardReader.Options, badLines: RunPlan.BadLineLimit? = nil) throws -> RunPlan?
  {
    let isNew = folder.isNew
    let own = try own() + (isNew ? [] : leftOutSince())
    let records = try isNew ? begin(own) : resume(own)
    let othersChanged = try folder.ledger.reader.otherFiles() != others
    if !othersChanged, records.allSatisfy({ $0.state == .done }), try folder.isConcluded() { return nil }
    try folder.removeSuccess()
    let all = division == nil ? own : shards
    try folder.writeRunFile(
      RunFile(
        sluiceVersion: sluiceVersion, model: model.name, modelSHA256: model.digest, policy: policy.name,
        policySHA256: policy.digest, options: options, shards: all.count,
        inputBytes: all.map(\.bytes).boundedSum(), otherFiles: others, genesisHash: identity.genesisHash,
        inputsSHA256: division == nil ? RunCard.digest(ofInputs: records.map(\.input.path)) : nil))
    // After run.json: a death between the two is noticed here.
    if othersChanged { try folder.ledger.recordOthers(others) }
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
        attributesCodec: OutputCodec(named: ShardName.attributesPath(for: record.input.path).text))
      if !plan.isFresh { shard.resume = try checkpoint(of: shard) }
      plan.shards.append(shard)
    }
    return plan
  }

  /// Where a shard can continue. A pipe cannot: whether the stream that comes now begins as the last one did
  /// cannot be told.
  private func checkpoint(of shard: RunPlan.Shard) throws -> ShardCheckpoint? {
    guard let checkpoint = try folder.ledger.checkpoint(shard: shard.id) else { return nil }
    guard shard.input.isPipe else { return checkpoint }
    try folder.ledger.restart(shard: shard.id)
    return nil
  }

  private func begin(_ own: [InputShard]) throws -> [ShardRecord] {
    try checkNames(shards.map(\.path))
    try refuseUnrecorded(own)
    let inputs = own.map(ShardInput.init)
    if let part = folder.part, let division {
      return try folder.ledger.startRun(part, of: division, host: identity.host, shards: inputs)
    }
    return try folder.ledger.startRun(identity, shards: inputs)
  }

  /// A task whose ledger is new must not find queue files of its shards: the ledger that tells of them was emptied or
  /// removed. In a folder of one run `RunFolder` sees to it.
  private func refuseUnrecorded(_ own: [InputShard]) throws {
    guard let division else { return }
    let paths = division.shards.map(\.path)
    let names = Dictionary(uniqueKeysWithValues: zip(paths, outputNames(paths)))
    for shard in own {
      guard let name = names[shard.path] else { continue }
      for lane in Lane.partition where Folders.exists("\(folder.path)/\(lane.folder)/\(name)") {
        throw RunFolder.Refused(
          description: "\(folder.ledger.path): has no record of \(lane.folder)/\(name), which is there; restore the "
            + "ledger from a copy, or choose another folder for --output")
      }
    }
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
    try Drift.check(folder: folder.path, differences)
    guard !new.isEmpty || known.contains(where: { $0.state != .done }) else { return known }
    // Before anything says that there is more to do.
    try folder.removeSuccess()
    try folder.ledger.reopenRun()
    return try new.isEmpty ? known : add(new, to: known)
  }

  /// Does what is left, and marks the run as ended unless it was interrupted.
  package func run(_ plan: RunPlan, progress: SluicePipeline.Progress = Progress()) throws -> Pipeline.Outcome {
    let outcome = try Pipeline(
      plan: plan, scorer: model, policy: policy, journal: try folder.ledger.journal(), progress: progress
    ).run()
    if !outcome.interrupted { try conclude() }
    return outcome
  }

  /// `_SUCCESS` only if every shard of all is committed, and every folder was read.
  private func conclude() throws {
    guard others.unreadable.isEmpty else { return }
    guard try folder.ledger.reader.shards().allSatisfy({ $0.state == .done }) else { return }
    try folder.ledger.finishRun()
    if folder.part == nil { try RunFolder.writeSuccess(folder.path) }
  }
}

extension ShardInput {
  init(_ shard: InputShard) {
    self.init(path: shard.path, inputPath: shard.inputPath, size: shard.bytes, modified: Int(shard.modified))
  }
}
