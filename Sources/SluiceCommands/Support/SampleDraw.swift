internal import Dispatch
internal import SluiceClassifier
internal import SluiceCore
internal import SluiceIO
internal import SluicePipeline
internal import Synchronization

/// Draws documents from shards: reads and scores all of them, and keeps what the sampler keeps.
struct SampleDraw: Sendable {
  /// What is kept of a document that may be drawn.
  struct Document: Sendable {
    var text: [UInt8]
    var source: [UInt8]
    var id: [UInt8]?
    var assessment: Assessment
  }

  struct Result: Sendable {
    var documents: [Sampler<Document>.Drawn]
    /// Documents read and scored.
    var seen = 0
    /// Lines that are not documents, and documents the model could not score in full.
    var passedOver = 0
  }

  var shards: [InputShard]
  var reader: ShardReader.Options
  var fields: FieldPaths
  var model: any Scorer
  var policy: Policy
  var count: Int
  var properties: StratumProperties
  var seed: UInt64
  var jobs: Int
  var progress = SampleProgress()

  private struct Share: Sendable {
    var sampler: Sampler<Document>
    var seen = 0
    var passedOver = 0
  }

  /// - Throws: `IOFailure` of a shard that cannot be read to its end.
  func run() throws -> Result {
    let feed = ShardFeed(shards, options: reader, workers: jobs, progress: progress)
    let whole = Mutex(share())
    let failure = Mutex<(any Error)?>(nil)
    DispatchQueue.concurrentPerform(iterations: jobs) { worker in
      var mine = share()
      do {
        try work(&mine, feed, worker: worker) { failure.withLock { $0 != nil } }
      } catch {
        failure.withLock { $0 = $0 ?? error }
      }
      whole.withLock {
        $0.sampler.merge(mine.sampler)
        $0.sampler.trim(toDraw: count)
        $0.seen += mine.seen
        $0.passedOver += mine.passedOver
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
    return whole.withLock {
      Result(documents: $0.sampler.drawn(limit: count), seen: $0.seen, passedOver: $0.passedOver)
    }
  }

  private func share() -> Share {
    Share(sampler: Sampler(perStratum: count, by: properties, seed: seed, maxSources: max(4096, count)))
  }

  private func work(_ share: inout Share, _ feed: ShardFeed, worker: Int, isOver: () -> Bool) throws {
    let judge = Judge(model, cuts: policy.cuts)
    let rows = DocumentReader(fields, maxLineBytes: reader.maxLineBytes)
    let chunk = Chunk()
    while !isOver(), let shard = try feed.next(into: chunk, worker: worker) {
      let seenBefore = share.seen
      _ = rows.forEachRow(in: chunk) { row in
        guard case .success(let fields) = row.document, case .success(let assessment) = judge.judge(fields.text) else {
          if row.isBeginning { share.passedOver += 1 }
          return
        }
        share.seen += 1
        share.sampler.offer(
          DocumentKey(shard: shard.path, line: row.number), contentHash: ContentHash.of(fields.text),
          source: fields.source.map { String(decoding: $0, as: UTF8.self) } ?? "", assessment: assessment
        ) {
          Document(
            text: Array(fields.text), source: fields.source.map(Array.init) ?? [], id: fields.id.map(Array.init),
            assessment: assessment)
        }
      }
      share.sampler.trim(toDraw: count)
      progress.read(documents: share.seen - seenBefore)
    }
  }
}
