internal import Dispatch
package import SluiceCore
package import SluiceIO
package import SluicePipeline
package import SluiceTraining
internal import Synchronization

/// Draws documents from shards: reads and scores all of them, and keeps what the sampler keeps.
package struct SampleDraw: Sendable {
  /// What is kept of a document that may be drawn.
  package struct Document: Sendable {
    package var text: [UInt8]
    package var source: [UInt8]
    package var id: [UInt8]?
    package var assessment: Assessment
  }

  package struct Result: Sendable {
    package var documents: [Sampler<Document>.Drawn]
    /// Documents read and scored.
    package var seen = 0
    /// Lines that are not documents, and documents the model could not score in full.
    package var passedOver = 0
  }

  private let shards: [InputShard]
  private let reader: ShardReader.Options
  private let fields: FieldPaths
  private let model: any Scorer
  private let policy: Policy
  private let count: Int
  private let properties: StratumProperties
  private let seed: UInt64
  private let jobs: Int
  package let progress = SampleCounters()

  /// - Parameters:
  ///   - count: how many documents to draw.
  ///   - properties: what strata are made of.
  package init(
    shards: [InputShard], reader: ShardReader.Options = .init(), fields: FieldPaths = .init(), model: any Scorer,
    policy: Policy = .default, count: Int, properties: StratumProperties = .all, seed: UInt64 = 1, jobs: Int = 1
  ) {
    self.shards = shards
    self.reader = reader
    self.fields = fields
    self.model = model
    self.policy = policy
    self.count = count
    self.properties = properties
    self.seed = seed
    self.jobs = jobs
  }

  private struct Share: Sendable {
    var sampler: Sampler<Document>
    var seen = 0
    var passedOver = 0
  }

  /// - Throws: `IOFailure` of a shard that cannot be read to its end.
  package func run() throws -> Result {
    let feed = ShardFeed(shards, options: reader, workers: jobs, progress: progress)
    let whole = Mutex(share())
    let failure = Mutex<(any Error)?>(nil)
    OutOfMemory.expectThreads(jobs)
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
          source: Name(fields.source.map { String(decoding: $0, as: UTF8.self) } ?? ""), assessment: assessment
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
