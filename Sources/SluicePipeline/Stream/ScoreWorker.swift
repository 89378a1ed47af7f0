internal import SluiceCore
internal import SluiceIO

/// One thread's tools for the rows of a stream. Scratch memory is reused from turn to turn.
final class ScoreWorker {
  struct Counts: Sendable {
    /// Blank ones included.
    var lines = 0
    /// Rows by `Lane.index`; those without a score count as quarantined.
    var lanes = [Int](repeating: 0, count: Lane.allCases.count)
    /// Rows without a score.
    var unscored = 0

    mutating func add(_ other: Counts) {
      lines += other.lines
      for lane in lanes.indices { lanes[lane] += other.lanes[lane] }
      unscored += other.unscored
    }
  }

  let batch = ChunkBatch(writes: false)
  private let stream: ScoreStream
  private let documents: DocumentReader
  private let judge: Judge
  private var writer: (shard: Name, row: ScoreRow)?
  /// Rows that may still be answered.
  private var rest: Int

  init(_ stream: ScoreStream) {
    self.stream = stream
    rest = stream.limit ?? .max
    let rows = stream.rows
    documents = DocumentReader(
      rows.areTexts ? FieldPaths() : rows.fields, others: stream.policy.fields + (rows.filter?.fields ?? []),
      reservedKey: rows.format == .document ? rows.safetyKey : nil, maxLineBytes: stream.reader.maxLineBytes,
      areTexts: rows.areTexts)
    judge = Judge(stream.scorer, cuts: stream.policy.cuts)
  }

  /// Whether as many rows have been answered as are wanted.
  var isDone: Bool { rest == 0 }

  /// Scores the rows of `batch`, chunks of a shard, and appends what is to be written of them.
  func score(_ shard: Name, to buffer: ByteBuffer) -> Counts {
    let writer = writer(of: shard)
    var counts = Counts()
    for place in batch.filled {
      counts.lines += place.chunk.lines
      _ = documents.forEachRow(in: place.chunk) { score($0, writer, buffer, &counts) }
    }
    return counts
  }

  private func score(_ row: Row, _ writer: ScoreRow, _ buffer: ByteBuffer, _ counts: inout Counts) {
    // A row that is too long comes in pieces and is answered once.
    guard row.isBeginning, rest > 0 else { return }
    rest -= 1
    let fields: DocumentFields
    switch row.document {
    case .success(let found): fields = found
    case .failure(let reason): return fail(row, reason, writer, buffer, &counts)
    }
    switch judge.judge(fields.text) {
    case .failure(let reason): fail(row, reason, writer, buffer, &counts)
    case .success(let assessment):
      let document = ScoredDocument(row, fields, hash: 0, assessment)
      let (destination, rule) = stream.policy.route(document.input)
      counts.lanes[destination.lane.index] += 1
      guard passes(document.input, destination.lane) else { return }
      writer.append(
        row.number, document.row.bytes, id: fields.id, assessment, document.scalarSpan, destination.lane, rule: rule,
        to: buffer)
    }
  }

  private func passes(_ input: PolicyInput, _ lane: Lane) -> Bool {
    if let lanes = stream.rows.lanes, !lanes.contains(lane) { return false }
    guard let filter = stream.rows.filter else { return true }
    var input = input
    // Its own come after those of the policy.
    input.fields = UnsafeBufferPointer(rebasing: input.fields.dropFirst(stream.policy.fields.count))
    return filter.route(input).ruleIndex == 0
  }

  private func fail(
    _ row: Row, _ reason: QuarantineReason, _ writer: ScoreRow, _ buffer: ByteBuffer, _ counts: inout Counts
  ) {
    counts.unscored += 1
    counts.lanes[Lane.quarantine.index] += 1
    writer.append(row.number, unscored: reason, to: buffer)
  }

  private func writer(of shard: Name) -> ScoreRow {
    if let writer, writer.shard == shard { return writer.row }
    let rows = stream.rows
    let shape: ScoreRow.Shape =
      switch rows.format {
      case .document: .document(safetyKey: rows.safetyKey)
      case .score: .json
      case .csv: .table(.comma)
      case .tsv: .table(.tab)
      }
    let row = ScoreRow(shape, shard: shard, model: stream.scorer.name, rules: stream.policy.rules)
    writer = (shard, row)
    return row
  }
}
