internal import SluiceCore
internal import SluiceIO

/// One shard in work: its reader (used by one worker at a time, see `Scheduler`), and the appending of results in
/// input order (by one worker at a time, see `AppendOrder`).
///
/// Unchecked: `reader` belongs to the worker that holds the reading turn. `order` is touched only under `commits`;
/// everything below it only by the thread whose task it is to append, or before the first chunk is read.
final class ShardTask: @unchecked Sendable {
  /// Its checkpoint is forgotten when the shard begins anew.
  private(set) var shard: RunPlan.Shard
  private let plan: RunPlan
  private let journal: (any RunJournal)?

  // Reading turn.
  private var reader: ShardReader?
  private var bytesReported = 0
  private var isAtEnd = false
  private var failure: (any Error)?

  // Commit turn.
  private let commits = Monitor()
  private var order = AppendOrder<[ChunkResult]>()
  private var outputs: LaneOutputs?
  private var mark = Chunk.Mark()
  private var blankLines = 0
  private var rows = ShardRows()
  private var rowCount = 0
  private var lastCheckpoint = (position: 0, time: ContinuousClock.now)
  /// Of a scan.
  private(set) var totals = Totals()
  private(set) var tally: Tally
  /// Whether the input was another file than at the checkpoint.
  private(set) var beganAnew = false

  init(_ shard: RunPlan.Shard, plan: RunPlan, variants: Int, journal: (any RunJournal)?) {
    self.shard = shard
    self.plan = plan
    self.journal = journal
    tally = Tally(variants: variants)
    guard let resume = shard.resume else { return }
    mark = Chunk.Mark(
      position: resume.position, lines: resume.lines, insideLongLine: resume.insideLongLine,
      restart: RestartPoint(compressed: resume.restartCompressed, position: resume.restartPosition))
    blankLines = resume.blankLines
    lastCheckpoint.position = resume.position
  }

  /// Reads the next chunks. Call with the reading turn.
  ///
  /// - Returns: how many compressed bytes they took. None were left if the batch is empty.
  func read(into batch: ChunkBatch) throws -> Int {
    batch.removeAll()
    let reader = try self.reader ?? open()
    self.reader = reader
    if let failure { throw failure }
    let start = reader.compressedOffset
    // What a slow pipe or disk has delivered is not held back for long.
    let latest = ContinuousClock.now + .milliseconds(500)
    do {
      while !isAtEnd {
        isAtEnd = try !batch.add(from: reader)
        if batch.bytes >= plan.turnBytes || ContinuousClock.now > latest || leavesTooLittle(reader, from: start) {
          break
        }
      }
    } catch {
      // What was read before it is processed first, as if it had been read in a turn of its own.
      guard batch.count > 0 else { throw error }
      failure = error
    }
    defer { bytesReported = reader.compressedOffset }
    return reader.compressedOffset - bytesReported
  }

  /// Whether a turn that took more would keep other workers waiting: at the start of a shard for their first turn,
  /// at its end for the last one.
  private func leavesTooLittle(_ reader: ShardReader, from start: Int) -> Bool {
    guard plan.jobs > 1 else { return false }
    let taken = reader.compressedOffset - start
    return taken > start || reader.identity.map { 2 * plan.jobs * taken > $0.bytes - reader.compressedOffset } ?? false
  }

  /// Opens the shard, and the outputs that an interrupted run left of it: if they are not what the journal says, this
  /// shard fails and the run continues. The shard must still be the file that was found when the run was planned. If it
  /// does not begin with the bytes that were read up to the checkpoint, it begins anew.
  private func open() throws -> ShardReader {
    if let folder = plan.outputFolder {
      try LaneOutputs.checkPaths(folder: folder, shard: shard, attributes: plan.attributes)
    }
    var reader: ShardReader
    do {
      reader = try ShardReader(
        path: shard.input.inputPath, options: plan.reader, from: mark,
        prefix: shard.resume?.input.map { ($0.bytes, $0.sha256) })
    } catch let failure as IOFailure where failure.kind == .changedSinceCheckpoint {
      try beginAnew()
      reader = try ShardReader(path: shard.input.inputPath, options: plan.reader)
    }
    if let found = reader.identity, found != (shard.input.bytes, shard.input.modified) {
      throw IOFailure(
        .changedWhileRead, path: shard.input.inputPath,
        "the shard changed after the run began (size \(shard.input.bytes), now \(found.bytes) bytes, or its time); run again once it is complete"
      )
    }
    if shard.resume != nil || beganAnew, let folder = plan.outputFolder {
      outputs = try LaneOutputs(folder: folder, shard: shard, isFresh: false)
    }
    return reader
  }

  /// Forgets the checkpoint: its rows would be those of another file under the digest of this one.
  private func beginAnew() throws {
    try journal?.restart(shard: shard.id)
    beganAnew = true
    shard.resume = nil
    mark = Chunk.Mark()
    blankLines = 0
    lastCheckpoint.position = 0
  }

  /// Hands over the results of a turn. The worker that completes the next one in order appends for everybody.
  ///
  /// - Returns: how many turns' results were appended by this call.
  func commit(_ results: [ChunkResult], sequence: Int) throws -> Int {
    var appended = 0
    guard commits.withLock({ order.add(results, sequence: sequence) }) else { return 0 }
    while let next = commits.withLock({ order.next() }) {
      for result in next { try append(result) }
      appended += 1
    }
    return appended
  }

  private func append(_ result: ChunkResult) throws {
    mark = result.after
    blankLines += result.blankLines
    tally.merge(result.tally)
    guard let journal, let folder = plan.outputFolder else {
      totals.merge(result.totals)
      return
    }
    let outputs = try self.outputs ?? LaneOutputs(folder: folder, shard: shard, isFresh: plan.isFresh)
    self.outputs = outputs
    try outputs.append(result)
    rows.decisions.append(result.decisions)
    rows.quarantined += result.quarantined
    rows.totals.merge(result.totals)
    rowCount += result.decisions.count + result.quarantined.count
    let isDue =
      mark.position - lastCheckpoint.position >= plan.checkpointBytes || rowCount >= plan.checkpointRows
      || ContinuousClock.now - lastCheckpoint.time >= plan.longestCheckpoint
    if isDue { try checkpoint(journal) }
  }

  /// Saves how far the shard has come: files first, then the journal.
  private func checkpoint(_ journal: any RunJournal) throws {
    guard let outputs else { return }
    try outputs.sync()
    try journal.checkpoint(
      ShardCheckpoint(
        shard: shard.id, position: mark.position, lines: mark.lines, blankLines: blankLines,
        insideLongLine: mark.insideLongLine, restartCompressed: mark.restart.compressed,
        restartPosition: mark.restart.position,
        input: mark.read.map { .init(bytes: $0.bytes, sha256: $0.sha256.hex()) },
        outputs: outputs.checkpointOutputs),
      rows: rows)
    rows = ShardRows()
    rowCount = 0
    lastCheckpoint = (mark.position, .now)
  }

  /// Saves progress before an orderly stop. Call when no worker holds the shard.
  func checkpointBeforeStop() throws {
    guard let journal, mark.position > lastCheckpoint.position else { return }
    try checkpoint(journal)
  }

  /// Checks the finished shard against its manifest and hands its outputs over for the commit.
  func finish() throws -> FinishedShard? {
    guard let reader else { preconditionFailure("a shard finishes after it was read") }
    try checkExpectation(reader)
    guard let folder = plan.outputFolder else { return nil }
    let outputs = try self.outputs ?? LaneOutputs(folder: folder, shard: shard, isFresh: plan.isFresh)
    return FinishedShard(
      commit: ShardCommit(
        shard: shard.id, inputSHA256: reader.sha256 ?? "", inputBytes: reader.compressedOffset, lines: mark.lines,
        blankLines: blankLines, salvaged: reader.damage?.description, outputs: outputs.commitOutputs, rows: rows),
      files: outputs.open, folders: outputs.unsyncedFolders)
  }

  private func checkExpectation(_ reader: ShardReader) throws {
    guard let expected = shard.input.expected else { return }
    func check(_ name: String, _ wanted: String?, _ found: String?) throws {
      guard let wanted, let found, wanted != found else { return }
      throw IOFailure(
        .manifestMismatch, path: shard.input.inputPath,
        "the manifest says \(name) \(wanted), the shard has \(found); fetch the shard again or correct the manifest")
    }
    try check("rows", expected.rows.map(String.init), String(mark.lines - blankLines))
    try check("bytes", expected.bytes.map(String.init), String(reader.compressedOffset))
    try check("sha256", expected.sha256, reader.sha256)
  }

  /// Removes what the shard has written. Call when no worker holds the shard.
  func discard() throws {
    reader = nil
    guard let folder = plan.outputFolder else { return }
    try outputs?.close()
    try LaneOutputs.remove(folder: folder, shard: shard)
  }
}

/// A shard whose stream has verified and whose files are written, but not yet durable or renamed.
struct FinishedShard {
  var commit: ShardCommit
  var files: [PartialFile]
  var folders: Set<Name>
}
