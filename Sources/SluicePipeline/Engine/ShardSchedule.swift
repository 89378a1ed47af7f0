/// Decides what a free worker does next: pure bookkeeping over shard numbers, without a lock, a file or a thread.
/// `Scheduler` puts it behind a lock.
///
/// A free worker closes a shard that is over, or else reads from the earliest open shard that nobody is reading and
/// that is not too far ahead of its appended turns, or else opens the next shard. The decisions change only timing,
/// never bytes.
package struct ShardSchedule {
  package enum Action: Hashable {
    /// Read a turn of this shard, then report `didRead` or `didFail`.
    case read(Int)
    /// Nobody else holds this shard any more: finish it, or clean up if it failed, then report `didClose`.
    case close(Int)
    /// Ask again after the next event.
    case wait
    /// There is nothing left to do.
    case end
  }

  private struct Open {
    let shard: Int
    var isReading = false
    var isExhausted = false
    var hasFailed = false
    var isClosing = false
    /// Turns read but not yet appended.
    var inFlight = 0
    var nextSequence = 0

    var isOver: Bool { isExhausted || hasFailed }
  }

  private let shards: Int
  private let maxOpen: Int
  /// Turns of one shard that may be read but not yet appended.
  package let maxInFlight: Int
  /// The first shard that was never opened.
  private var nextShard = 0
  /// In the order they were opened.
  private var open: [Open] = []
  private var isStopped = false
  private var isAborted = false

  /// - Parameters:
  ///   - shards: how many there are; they are numbered from 0.
  ///   - jobs: how many workers ask for work.
  package init(shards: Int, jobs: Int) {
    self.shards = shards
    maxOpen = max(1, jobs)
    maxInFlight = 3 * maxOpen
  }

  /// - Parameter stopping: whether an orderly stop was asked for. From then on no turn begins, and shards that are
  ///   over are still closed.
  package mutating func next(stopping: Bool) -> Action {
    if stopping { isStopped = true }
    if isAborted { return .end }
    if let index = open.firstIndex(where: { !$0.isClosing && !$0.isReading && $0.inFlight == 0 && $0.isOver }) {
      open[index].isClosing = true
      return .close(open[index].shard)
    }
    if isStopped { return .end }
    if let index = open.firstIndex(where: { !$0.isReading && !$0.isOver && $0.inFlight < maxInFlight }) {
      open[index].isReading = true
      return .read(open[index].shard)
    }
    if nextShard < shards, open.count < maxOpen {
      open.append(Open(shard: nextShard, isReading: true))
      nextShard += 1
      return .read(nextShard - 1)
    }
    return open.isEmpty ? .end : .wait
  }

  /// A reading turn has ended.
  ///
  /// - Returns: its place in the shard's order, from 0; nil if nothing was left to read.
  package mutating func didRead(_ shard: Int, gotChunks: Bool) -> Int? {
    let index = place(of: shard)
    open[index].isReading = false
    guard gotChunks else {
      open[index].isExhausted = true
      return nil
    }
    open[index].inFlight += 1
    open[index].nextSequence += 1
    return open[index].nextSequence - 1
  }

  /// A reading turn has ended with an error that concerns this shard alone.
  package mutating func didFail(_ shard: Int) {
    let index = place(of: shard)
    open[index].isReading = false
    open[index].hasFailed = true
  }

  /// The results of some turns were appended.
  package mutating func didAppend(_ shard: Int, turns: Int) { open[place(of: shard)].inFlight -= turns }

  package mutating func didClose(_ shard: Int) { open.remove(at: place(of: shard)) }

  /// An error that concerns the whole run: nobody gets any more work.
  package mutating func abort() { isAborted = true }

  /// Shards that an orderly stop left open, in the order they were opened.
  package var unfinished: [Int] { open.filter { !$0.hasFailed }.map(\.shard) }

  /// Whether a stop left anything undone.
  package var stoppedEarly: Bool { isStopped && (nextShard < shards || !open.isEmpty) }

  private func place(of shard: Int) -> Int {
    guard let index = open.firstIndex(where: { $0.shard == shard }) else {
      preconditionFailure("only an open shard is reported on")
    }
    return index
  }
}
