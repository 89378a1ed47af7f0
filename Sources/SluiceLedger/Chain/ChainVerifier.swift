internal import GRDB
internal import SluiceCore
internal import SluiceIO

/// Recomputes the hash chain from the rows, in one snapshot of the ledger.
struct ChainVerifier {
  let db: Database
  let ledger: String
  private var report = ChainReport()

  init(_ db: Database, ledger: String) {
    self.db = db
    self.ledger = ledger
  }

  /// - Parameter division: that of the run, if the ledger is one task's part of it.
  mutating func verify(division: RunDivision? = nil) throws -> ChainReport {
    for difference in try SchemaCheck.differences(db) { add(.schema, difference) }
    do {
      try verifyAll(division: division)
    } catch is DatabaseError where !report.mismatches.isEmpty {
      // A column that the statements need is gone.
      report.isReadable = false
    }
    return report
  }

  private mutating func verifyAll(division: RunDivision?) throws {
    let runs = try LedgerReader.runs(db)
    let shards = try LedgerReader.shards(db)
    for run in runs {
      let entries = shards.filter { $0.run == run.id && $0.state == .done }
        .sorted { ($0.committed?.chainPosition ?? 0) < ($1.committed?.chainPosition ?? 0) }
      try verify(run, entries)
    }
    for shard in shards where !runs.contains(where: { $0.id == shard.run }) {
      add(.record, shard, "belongs to run \(shard.run), which is not in the ledger")
    }
    if let division { verify(runs, areOf: division) }
    try verifyMerge(runs)
    try StrayRows(shards: shards, db: db).find { shard, table in
      let path = shards.first { $0.id == shard }?.input.path
      report.mismatches.append(
        ChainMismatch(
          kind: .strayRows, shard: shard, path: path, detail: "\(table) has rows, but the shard has recorded none"))
    }
  }

  private mutating func verify(_ run: RunRecord, _ entries: [ShardRecord]) throws {
    report.heads.append(run.chainHead)
    if run.genesisHash != run.identity.genesisHash {
      add(.run, "the run's version, model, policy, options or ledger mode differ from what the chain starts from")
    }
    var head = run.genesisHash
    var position = 0
    for shard in entries {
      guard let entry = ChainEntry(shard), let committed = shard.committed else { continue }
      if entry.position > position + 1 {
        addMissing(position + 1..<entry.position)
      } else if entry.previousHash != head {
        add(.chainOrder, shard, "does not follow the entry before it in the chain (position \(entry.position))")
      }
      report.shards += 1
      try verifyRows(shard, committed.digests, run.identity.recording)
      if entry.hash != committed.entryHash {
        add(.record, shard, "its path, input digest, counts or digests differ from its entry in the chain")
      }
      position = entry.position
      head = committed.entryHash
    }
    if run.chainLength > position { addMissing(position + 1..<run.chainLength + 1) }
    if run.chainLength < position {
      add(.run, "the run counts \(run.chainLength) committed shards, the chain has \(position)")
    } else if run.chainLength == position, run.chainHead != head {
      add(.run, "the run's chain head is not the last entry's hash")
    }
  }

  private mutating func verify(_ runs: [RunRecord], areOf division: RunDivision) {
    let isPart = Folders.parent(of: ledger)?.hasSuffix("/" + RunPart.folderName) ?? false
    for run in runs {
      let part = RunPart(index: max(0, min(run.id - 1, division.tasks - 1)), count: division.tasks)
      if run.genesisHash != division.identity(of: part, host: "").genesisHash {
        add(.run, "\(ledger): not the ledger of \(part) of this run")
      } else if isPart, !ledger.hasSuffix("/\(part.name)\(RunPart.suffix)") {
        add(.run, "\(ledger): not the ledger of this task, but that of \(part)")
      }
    }
  }

  /// Of a merged ledger, the chain over the tasks' chains; its end stands for all of them.
  private mutating func verifyMerge(_ runs: [RunRecord]) throws {
    guard let merge = try MergeRecord(db) else {
      if runs.count > 1 { add(.run, "holds \(runs.count) runs, but no record of their merge") }
      return
    }
    if merge.tasks != runs.count || merge.head != MergeRecord.head(division: merge.division, runs) {
      add(.run, "the merge's head is not that of the tasks' chains")
    }
    report.heads = [merge.head]
  }

  private mutating func verifyRows(
    _ shard: ShardRecord, _ stored: EntryDigests, _ recording: DecisionRecording
  ) throws {
    if try TableDigest.outputs(db, shard: shard.id) != stored.outputs {
      add(.outputs, shard, "rows of outputs were edited")
    }
    if try TableDigest.totals(db, shard: shard.id) != stored.totals {
      add(.totals, shard, "rows of totals were edited")
    }
    if try TableDigest.quarantine(db, shard: shard.id) != stored.quarantine {
      add(.quarantine, shard, "rows of quarantine were edited, added or deleted")
    }
    let decisions = DecisionDigest()
    var malformed: String?
    try DecisionColumns.statement(db, shard: shard.id).visit { row in
      if let column = decisions.add(row), malformed == nil {
        malformed = "; line \(decisions.lastLine): \(column) is not valid"
      }
    }
    report.decisions += decisions.rows
    if malformed != nil || decisions.hex() != stored.decisions {
      var detail = "\(decisions.rows) decision rows are not those that were committed\(malformed ?? "")"
      if recording == .all, let lines = try UnrecordedLines(db, shard: shard).description(blank: shard.blankLines) {
        detail += "; \(lines)"
      }
      add(.decisions, shard, detail)
    }
    let counts = try LaneCounts(db, shard: shard.id)
    if let detail = counts.contradiction(lines: shard.lines, blank: shard.blankLines) {
      add(.counts, shard, detail)
    }
  }

  private mutating func addMissing(_ positions: Range<Int>) {
    let (first, last) = (positions.lowerBound, positions.upperBound - 1)
    let shards = first == last ? "the shard committed as number \(first) is" : "the shards \(first) to \(last) are"
    add(.missingShard, "\(shards) not in the ledger")
  }

  private mutating func add(_ kind: ChainMismatch.Kind, _ shard: ShardRecord, _ detail: String) {
    report.mismatches.append(ChainMismatch(kind: kind, shard: shard.id, path: shard.input.path, detail: detail))
  }

  private mutating func add(_ kind: ChainMismatch.Kind, _ detail: String) {
    report.mismatches.append(ChainMismatch(kind: kind, shard: nil, path: nil, detail: detail))
  }
}

extension LedgerReader {
  /// Recomputes every committed shard's entry from the rows and reports each difference: which
  /// shard, and what. Reads the whole ledger once.
  ///
  /// A chain proves that a ledger was not edited in part. Whoever can rewrite all of it can also
  /// recompute the chain: keep `ChainReport.heads` elsewhere to notice that.
  package func verifyChain() throws -> ChainReport {
    var report = ChainReport()
    for part in try store.each({ db, path in
      var verifier = ChainVerifier(db, ledger: path)
      return try verifier.verify(division: division)
    }) {
      report.shards += part.shards
      report.decisions += part.decisions
      report.heads += part.heads
      report.mismatches += part.mismatches
      report.isReadable = report.isReadable && part.isReadable
    }
    return report
  }
}
