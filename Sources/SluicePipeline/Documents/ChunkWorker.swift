package import SluiceCore
internal import SluiceIO

/// One thread's tools for the chunks of a turn. Each row takes one path: it is framed and parsed (`DocumentReader`),
/// judged (`Judge`), decided (`DocumentRouter`) and recorded (`ShardRecorder`); a row that any step refuses is
/// recorded as quarantined. When all rows are scored, the chunks' files are compressed. All scratch memory lives
/// here and is reused from turn to turn.
package final class ChunkWorker {
  package struct Context: Sendable {
    package var scorer: any Scorer
    package var policy: Policy
    package var variants: [Policy]
    package var plan: RunPlan
  }

  private let context: Context
  private let rows: DocumentReader
  private let judge: Judge
  private let router: DocumentRouter
  private let observer: DocumentObserver?
  /// Documents whose hash is above it are left out.
  private let sampleLimit: UInt64
  private var encoders: [OutputCodec: any FrameEncoder] = [:]
  private var latest: (shard: Int, recorder: ShardRecorder)?
  /// Between two chunks, so that its memory is kept.
  private var counts = TotalsAccumulator()
  package let batch: ChunkBatch

  package init(_ context: Context) {
    self.context = context
    let plan = context.plan
    rows = DocumentReader(
      plan.fields, others: context.policy.fields, reservedKey: plan.safetyKey, maxLineBytes: plan.reader.maxLineBytes)
    judge = Judge(context.scorer, cuts: context.policy.cuts)
    router = DocumentRouter(context.policy, variants: context.variants)
    observer = plan.observations.map { DocumentObserver($0) }
    sampleLimit = plan.sample.map { $0 < 1 ? UInt64($0 * 0x1p64) : .max } ?? .max
    batch = ChunkBatch(writes: plan.outputFolder != nil)
  }

  /// Works through `batch`, chunks of a shard: scores all, then compresses all.
  package func process(_ shard: RunPlan.Shard) throws -> [ChunkResult] {
    let recorder = recorder(of: shard)
    var results = batch.filled.map { work($0, recorder) }
    if context.plan.outputFolder != nil {
      for (index, place) in batch.filled.enumerated() {
        results[index].frames = try encode(place.laneBuffers, shard)
      }
    }
    return results
  }

  private func recorder(of shard: RunPlan.Shard) -> ShardRecorder {
    if let latest, latest.shard == shard.id { return latest.recorder }
    observer?.begin()
    let recorder = ShardRecorder(
      shard.input.path, plan: context.plan, rules: context.policy.rules, model: context.scorer.name, observer: observer)
    latest = (shard.id, recorder)
    return recorder
  }

  private func work(_ place: ChunkBatch.Place, _ recorder: ShardRecorder) -> ChunkResult {
    place.clear()
    var record = ChunkRecord(
      place, rules: context.policy.rules, variants: context.variants.count,
      counts: exchange(&counts, with: TotalsAccumulator()))
    let blank = rows.forEachRow(in: place.chunk) { work($0, recorder, &record) }
    counts = record.finish(blankLines: blank, observer: observer)
    return record.result
  }

  /// Takes one row from its bytes to its place in the record.
  private func work(_ row: Row, _ recorder: ShardRecorder, _ record: inout ChunkRecord) {
    let fields: DocumentFields
    switch row.document {
    case .success(let found): fields = found
    case .failure(let reason): return recorder.quarantine(row, reason, nil, in: &record)
    }
    let hash = ContentHash.of(fields.text)
    guard hash <= sampleLimit else { return record.leaveOut(fields.text) }
    switch judge.judge(fields.text) {
    case .failure(let reason): recorder.quarantine(row, reason, fields, in: &record)
    case .success(let assessment):
      let document = ScoredDocument(row, fields, hash: hash, assessment)
      let (destination, rule) = router.decide(document, tally: &record.result.tally)
      switch destination {
      case .quarantine(let reason): recorder.quarantine(row, reason, fields, in: &record)
      case .route(let route): recorder.record(document, route, rule: rule, in: &record)
      }
    }
  }

  private func encode(_ laneBuffers: [ByteBuffer], _ shard: RunPlan.Shard) throws -> [ByteBuffer?] {
    try Lane.allCases.map { lane in
      let buffer = laneBuffers[lane.index]
      if buffer.count == 0 { return nil }
      let codec = lane == .attributes ? shard.attributesCodec : context.plan.codec
      let encoder = encoders[codec] ?? codec.makeEncoder()
      encoders[codec] = encoder
      let frame = ByteBuffer()
      try encoder.encode(buffer.bytes, into: frame)
      return frame
    }
  }
}
