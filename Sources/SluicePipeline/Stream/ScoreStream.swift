internal import Dispatch
package import SluiceCore
package import SluiceIO
internal import Synchronization

/// Scores documents and hands each back at once, in input order: `sluice score`. Nothing is recorded.
///
/// Workers take turns as those of a run do, but shards come one after another, and whoever completes the next turn
/// writes it, with those that waited for it. Where an input pauses, what has come of it is answered.
package struct ScoreStream: Sendable {
  package var shards: [InputShard]
  package var scorer: any Scorer
  package var policy: Policy
  package var rows = ScoreRows()
  package var reader = ShardReader.Options()
  package var jobs = 1
  /// How many rows are answered at most; nil for all.
  package var limit: Int?

  package struct Outcome: Sendable {
    /// Rows without a score.
    package var unscored = 0
    /// Shards that could not be read to their end, in order.
    package var failures: [(shard: Name, error: String)] = []
    package var interrupted = false
  }

  /// Decoded bytes that a worker reads in a turn, unless the input pauses before.
  private static let turnBytes = 4 << 20

  package init(shards: [InputShard], scorer: any Scorer, policy: Policy) {
    self.shards = shards
    self.scorer = scorer
    self.policy = policy
  }

  package var bytes: Int { shards.map(\.bytes).boundedSum() }

  /// - Parameter write: takes the output, one call at a time.
  /// - Throws: what `write` threw, and failures that concern more than a shard.
  package func run(
    progress: Progress = Progress(), write: @escaping @Sendable (UnsafeBufferPointer<UInt8>) throws -> Void
  ) throws -> Outcome {
    let input = StreamInput(shards, options: options, turnBytes: Self.turnBytes, progress: progress)
    // Which rows are the first is known in order only.
    let jobs = limit == nil ? max(1, self.jobs) : 1
    let output = StreamOutput(mostWaiting: 2 * jobs, write: write)
    let group = DispatchGroup()
    OutOfMemory.expectThreads(jobs)
    for index in 0..<jobs {
      // One serial queue per worker, so that each has a thread of its own.
      DispatchQueue(label: "sluice.score.\(index)").async(group: group) { work(input, output, progress) }
    }
    group.wait()
    if let failure = input.fatal ?? output.failure { throw failure }
    var outcome = Outcome(unscored: output.counts.unscored)
    outcome.failures = input.failures
    outcome.interrupted = input.stoppedEarly
    return outcome
  }

  private var options: ShardReader.Options {
    var options = reader
    options.answersPauses = true
    if rows.areTexts { options.acceptsAnyContent = true }
    return options
  }

  private func work(_ input: StreamInput, _ output: StreamOutput, _ progress: Progress) {
    let worker = ScoreWorker(self)
    while !worker.isDone, output.waitForRoom(), let turn = input.next(into: worker.batch) {
      let buffer = ByteBuffer()
      let counts = worker.score(turn.shard, to: buffer)
      progress.add(lines: counts.lines, lanes: counts.lanes)
      output.add(buffer, counts, sequence: turn.sequence)
    }
  }
}

/// The input of a stream: shards one after another, a turn for whoever asks next.
private final class StreamInput: @unchecked Sendable {
  // All state is touched under `monitor` alone. It is held while reading: others could only wait, too.
  private let monitor = Monitor()
  private let shards: [InputShard]
  private let options: ShardReader.Options
  private let turnBytes: Int
  private let progress: Progress
  private var current = 0
  private var reader: ShardReader?
  private var sequence = 0
  private var ended = false
  private(set) var failures: [(shard: Name, error: String)] = []
  private(set) var fatal: (any Error)?
  private(set) var stoppedEarly = false

  init(_ shards: [InputShard], options: ShardReader.Options, turnBytes: Int, progress: Progress) {
    self.shards = shards
    self.options = options
    self.turnBytes = turnBytes
    self.progress = progress
  }

  /// - Returns: nil when there is nothing more.
  func next(into batch: ChunkBatch) -> (shard: Name, sequence: Int)? {
    monitor.withLock {
      while !ended, current < shards.count {
        if progress.isStopping {
          (ended, stoppedEarly) = (true, true)
          break
        }
        let shard = shards[current]
        do {
          if try read(shard, into: batch) {
            defer { sequence += 1 }
            return (shard.path, sequence)
          }
          finish()
        } catch let error as IOFailure where error.kind != .exhausted {
          failures.append((shard.path, error.description))
          progress.shardFailed()
          finish()
        } catch {
          fatal = error
          ended = true
        }
        // What was read before the damage is answered.
        if batch.count > 0 {
          defer { sequence += 1 }
          return (shard.path, sequence)
        }
      }
      return nil
    }
  }

  private func finish() {
    reader = nil
    current += 1
    progress.shardDone()
  }

  private func read(_ shard: InputShard, into batch: ChunkBatch) throws -> Bool {
    batch.removeAll()
    let isNew = reader == nil
    let reader = try reader ?? ShardReader(path: shard.inputPath, options: options)
    self.reader = reader
    let before = isNew ? 0 : reader.compressedOffset
    defer { progress.read(bytes: reader.compressedOffset - before, decompressed: batch.bytes) }
    while batch.bytes < turnBytes {
      guard try batch.add(from: reader), !reader.isPausing else { break }
    }
    return batch.count > 0
  }
}

/// The output of a stream: turns in order, a bounded number of them waiting.
private final class StreamOutput: @unchecked Sendable {
  // All state is touched under `monitor` alone, but for the call of `write`.
  private let monitor = Monitor()
  private let write: (UnsafeBufferPointer<UInt8>) throws -> Void
  private let mostWaiting: Int
  private var order = AppendOrder<ByteBuffer>()
  private var waiting = 0
  private(set) var counts = ScoreWorker.Counts()
  private(set) var failure: (any Error)?

  init(mostWaiting: Int, write: @escaping (UnsafeBufferPointer<UInt8>) throws -> Void) {
    self.mostWaiting = mostWaiting
    self.write = write
  }

  /// - Returns: false if nothing can be written any more.
  func waitForRoom() -> Bool {
    monitor.withLock {
      while failure == nil, waiting >= mostWaiting { monitor.wait() }
      return failure == nil
    }
  }

  func add(_ buffer: ByteBuffer, _ new: ScoreWorker.Counts, sequence: Int) {
    var next: ByteBuffer? = monitor.withLock {
      counts.add(new)
      waiting += 1
      return order.add(buffer, sequence: sequence) ? order.next() : nil
    }
    while let buffer = next {
      var problem: (any Error)?
      do { try write(buffer.bytes) } catch { problem = error }
      next = monitor.withLock {
        waiting -= 1
        failure = problem
        monitor.wakeAll()
        return problem == nil ? order.next() : nil
      }
    }
  }
}
