internal import SluiceCore
internal import SluiceIO

/// One shard in work: its reader (used by one worker at a time, see `Scheduler`) and the turn in which
/// results are appended in input order.
///
/// Unchecked: `reader` belongs to the worker that holds the reading turn; everything below `commits`
/// is touched only under that monitor, by the thread that `isCommitting` marks, or before the first chunk is read.
final class ShardTask: @unchecked Sendable {
  let shard: RunPlan.Shard
  private let plan: RunPlan
  private let journal: (any RunJournal)?

  // Reading turn.
  private var reader: ShardReader?
  private var bytesReported = 0

  // Commit turn.
  private let commits = Monitor()
  private var isCommitting = false
  private var ready: [Int: ChunkResult] = [:]
  private var nextSequence = 0
  private var outputs: LaneOutputs?
  private var mark = Chunk.Mark()
  private var blankLines = 0
  private var rows = ShardRows()
  private var rowCount = 0
  private var lastCheckpoint = (position: 0, time: ContinuousClock.now)
  /// Of a scan.
  private(set) var totals = Totals(limit: Totals.sourceLimit)
  private(set) var tally: Tally

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

  /// Reads the next chunk. Call with the reading turn.
  ///
  /// - Returns: whether there was one, and how many compressed bytes it took.
  func read(into chunk: Chunk) throws -> (got: Bool, bytes: Int) {
    let reader = try self.reader ?? open()
    self.reader = reader
    let got = try reader.next(into: chunk)
    defer { bytesReported = reader.compressedOffset }
    return (got, reader.compressedOffset - bytesReported)
  }

  /// Opens the shard, and the outputs that an interrupted run left of it: where they are not what the journal
  /// says, this shard fails and the rest goes on. It must still be the file that was found when the run was planned.
  private func open() throws -> ShardReader {
    let reader = try ShardReader(path: shard.input.inputPath, options: plan.reader, from: mark)
    if let found = reader.identity, found != (shard.input.bytes, shard.input.modified) {
      throw IOFailure(
        .changedWhileRead, path: shard.input.inputPath,
        "the shard changed after the run began (size \(shard.input.bytes), now \(found.bytes) bytes, or its time); run again once it is complete"
      )
    }
    if shard.resume != nil, let folder = plan.outputFolder {
      outputs = try LaneOutputs(folder: folder, shard: shard, isFresh: false)
    }
    return reader
  }

  /// Hands over a result. Whoever completes the next one in order appends for everybody.
  ///
  /// - Returns: how many results were appended by this call.
  func commit(_ result: ChunkResult, sequence: Int) throws -> Int {
    let mine = commits.withLock {
      ready[sequence] = result
      if isCommitting { return false }
      isCommitting = true
      return true
    }
    guard mine else { return 0 }
    var appended = 0
    while true {
      let next: ChunkResult? = commits.withLock {
        let next = ready.removeValue(forKey: nextSequence)
        if next == nil { isCommitting = false } else { nextSequence += 1 }
        return next
      }
      guard let next else { return appended }
      try append(next)
      appended += 1
    }
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
      || ContinuousClock.now - lastCheckpoint.time >= .seconds(plan.checkpointSeconds)
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
        restartPosition: mark.restart.position, outputs: outputs.checkpointOutputs),
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
        "the manifest says \(name) \(wanted), the shard has \(found); fetch the shard again or mend the manifest")
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
  var folders: Set<String>
}
