internal import SluiceCore
internal import SluiceIO
internal import SluiceLedger
internal import SluicePipeline

/// The rows of a shard's queues against the ledger's: the same documents in the same order, each in the lane
/// its decision names. Kept lines carry no key; `InputLinesCheck` compares them with the input.
struct QueueRowsCheck {
  let folder: String
  let reader: LedgerReader
  let options: RunOptionsRecord

  /// - Parameter outputs: of the shard, those whose files are sound.
  func differences(_ outputs: [ShardCommit.Output], of shard: ShardRecord) -> [String] {
    var differences: [String] = []
    do {
      differences += try routed(outputs, of: shard)
      for output in outputs where output.lane == .quarantine {
        if let difference = try quarantined(output, of: shard) { differences.append(difference) }
      }
    } catch {
      differences.append("shard \(shard.input.path): \(error)")
    }
    return differences
  }

  private func routed(_ outputs: [ShardCommit.Output], of shard: ShardRecord) throws -> [String] {
    var differences: [String] = []
    var queues: [Route: QueueRowReader] = [:]
    for route in Route.allCases where route != .keep {
      guard let output = outputs.first(where: { $0.lane == Lane(route) }) else { continue }
      queues[route] = try QueueRowReader(
        folder: folder, path: output.path, lane: output.lane, safetyKey: options.safetyKey,
        maxLineBytes: options.maxLineBytes)
    }
    guard !queues.isEmpty else { return [] }
    try reader.forEachDecision(shard: shard.id) { decision in
      guard let rows = queues[decision.route] else { return }
      do {
        try rows.next()
        if let row = rows.row, row.key == decision.key, row.score == decision.score { return }
        let found = rows.row.map { $0.key == decision.key ? "has another score" : "is \($0.key)" } ?? "is missing"
        differences.append("\(rows.path): row \(max(1, rows.count)) \(found), the ledger has \(decision.key) there")
      } catch {
        differences.append("\(error)")
      }
      queues[decision.route] = nil
    }
    for rows in queues.values.sorted(by: { $0.lane.index < $1.lane.index }) {
      try rows.next()
      if let row = rows.row {
        differences.append("\(rows.path): row \(rows.count) is \(row.key), for which the ledger has no decision")
      }
    }
    return differences
  }

  /// Rows as far as their bytes: which line, where it begins, and why it is here.
  private func quarantined(_ output: ShardCommit.Output, of shard: ShardRecord) throws -> String? {
    var reading = ShardReader.Options()
    // A row is known by its beginning; the rest of a long one need not be in memory.
    reading.maxLineBytes = 1 << 20
    let rows = try LineCursor(path: folder + "/" + output.path, options: reading)
    let expected = ByteBuffer()
    var difference: String?
    try reader.forEachQuarantineRow(shard: shard.id) { line, byteOffset, reason in
      guard difference == nil else { return }
      guard try rows.next() else {
        difference = "\(output.path): ends where the ledger has line \(line)"
        return
      }
      expected.count = 0
      let key = DocumentKey(shard: shard.input.path, line: line)
      QuarantineRow.begin(key, offset: byteOffset, reason: reason, to: expected)
      if !rows.bytes.starts(with: expected.bytes) {
        difference =
          "\(output.path): row \(rows.number) is not line \(line) with the place and the reason that the ledger has"
      }
    }
    if difference == nil, try rows.next() {
      difference = "\(output.path): row \(rows.number) is not in the ledger's quarantine"
    }
    return difference
  }
}
