internal import Foundation
internal import SluiceIO

/// Hands chunks of many shards to several threads. A thread reads a shard of its own while there are
/// shards left, and then helps with those of others, so that one huge shard also keeps all of them busy.
final class ShardFeed: @unchecked Sendable {
  // Invariant for Sendable: a slot's reader is touched only under the slot's lock, and `opened` only
  // under `queue`; the rest is constant.
  private final class Slot {
    let lock = NSLock()
    var reader: ShardReader?
    var shard: InputShard?
  }

  private let shards: [InputShard]
  private let options: ShardReader.Options
  private let slots: [Slot]
  private let queue = NSLock()
  private let progress: SampleCounters
  private var opened = 0

  init(_ shards: [InputShard], options: ShardReader.Options, workers: Int, progress: SampleCounters) {
    self.progress = progress
    self.shards = shards
    self.options = options
    slots = (0..<max(1, min(workers, shards.count))).map { _ in Slot() }
  }

  /// Reads a chunk.
  ///
  /// - Returns: the shard it belongs to; nil when all shards are read.
  /// - Throws: `IOFailure` of a shard that cannot be read to its end.
  func next(into chunk: Chunk, worker: Int) throws -> InputShard? {
    for offset in 0..<slots.count {
      let slot = slots[(worker + offset) % slots.count]
      if let shard = try slot.lock.withLock({ try next(into: chunk, slot) }) { return shard }
    }
    return nil
  }

  private func next(into chunk: Chunk, _ slot: Slot) throws -> InputShard? {
    while true {
      if slot.reader == nil {
        guard let shard = takeShard() else { return nil }
        slot.shard = shard
        slot.reader = try ShardReader(path: shard.inputPath, options: options)
      }
      if try slot.reader!.next(into: chunk) { return slot.shard }
      slot.reader = nil
    }
  }

  private func takeShard() -> InputShard? {
    queue.withLock {
      guard opened < shards.count else { return nil }
      opened += 1
      progress.opened()
      return shards[opened - 1]
    }
  }
}
