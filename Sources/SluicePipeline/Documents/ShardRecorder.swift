internal import SluiceCore
internal import SluiceIO

/// Records what becomes of the rows of one shard: bytes for the lanes' files, rows for the journal, counts.
struct ShardRecorder {
  private let shard: Name
  private let rules: [String]
  private let writes: Bool
  private let attributes: Bool
  private let hashesDropped: Bool
  private let recordsKept: Bool
  private let observer: DocumentObserver?
  private let safety: SafetyObjectWriter
  /// Scratch memory for the hash of a line.
  private let lineHash = ByteBuffer()

  init(_ shard: Name, plan: RunPlan, rules: [String], model: String, observer: DocumentObserver?) {
    self.shard = shard
    self.rules = rules
    self.observer = observer
    writes = plan.outputFolder != nil
    attributes = plan.attributes
    hashesDropped = plan.hashesDropped
    recordsKept = plan.recordsKept
    safety = SafetyObjectWriter(safetyKey: plan.safetyKey, model: model, shard: shard.text, rules: rules)
  }

  /// Records a document that a rule sends to a route.
  func record(_ document: ScoredDocument, _ route: Route, rule: Int, in record: inout ChunkRecord) {
    let source = record.result.decisions.sourceIndex(document.input.source)
    record.count(document, source: source, route: route)
    observer?.add(
      document.input, hash: document.hash, shard: shard, line: document.row.number, route: route, rule: rules[rule],
      document.count)
    guard writes else { return }
    let scalarSpan = document.scalarSpan
    append(document, scalarSpan, route, rule, &record)
    if attributes { appendAttributes(document, route, &record) }
    if recordsKept || route != .keep {
      record.result.decisions.append(
        line: document.row.number, id: document.input.id, source: source, contentHash: document.hash,
        textBytes: document.count.textBytes, assessment: document.input.assessment, scalarSpan: scalarSpan,
        route: route, rule: rule)
    }
  }

  private func append(
    _ document: ScoredDocument, _ scalarSpan: Range<Int>, _ route: Route, _ rule: Int, _ record: inout ChunkRecord
  ) {
    let lane = Lane(route)
    let buffer = record.lanes[lane.index]
    let line = document.row.bytes
    if route == .keep {
      buffer.append(line)
      buffer.append(UInt8(ascii: "\n"))
    } else {
      safety.append(
        route == .drop && hashesDropped ? standIn(for: line) : line, assessment: document.input.assessment,
        scalarSpan: scalarSpan, lane: lane, rule: rule, number: document.row.number, to: buffer)
    }
    record.countRow(lane)
  }

  private func standIn(for line: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    lineHash.count = 0
    LineHash.append(of: line, to: lineHash)
    return lineHash.bytes
  }

  private func appendAttributes(_ document: ScoredDocument, _ route: Route, _ record: inout ChunkRecord) {
    let input = document.input
    AttributesRow.append(
      id: input.id, key: DocumentKey(shard: shard, line: document.row.number), source: input.source,
      scalars: TextMeasure.scalars(input.text), assessment: input.assessment, route: route,
      to: record.lanes[Lane.attributes.index])
    record.countRow(.attributes)
  }

  /// Records a row that cannot be decided, or that a rule quarantines. A row longer than the limit comes piece by
  /// piece, and may span several chunks.
  ///
  /// - Parameter fields: of its document, if it has one.
  func quarantine(
    _ row: Row, _ reason: QuarantineReason, _ fields: DocumentFields?, in record: inout ChunkRecord
  ) {
    if row.isBeginning { record.countQuarantined(row, reason, shard: shard) }
    guard writes else { return }
    let key = DocumentKey(shard: shard, line: row.number)
    let buffer = record.lanes[Lane.quarantine.index]
    if row.isBeginning {
      QuarantineRow.begin(key, offset: row.offset, reason: reason.rawValue, to: buffer)
      record.countRow(.quarantine)
      if attributes {
        AttributesRow.appendUnscored(
          id: fields?.id, key: key, source: fields?.source, to: record.lanes[Lane.attributes.index])
        record.countRow(.attributes)
      }
    }
    QuarantineRow.append(row.bytes, to: buffer)
    if row.isEnd { QuarantineRow.end(buffer) }
  }
}
