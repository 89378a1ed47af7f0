internal import Synchronization

/// What a draw has read so far; many threads count.
package final class SampleCounters: Sendable {
  private let documentsRead = Atomic(0)
  private let shardsOpened = Atomic(0)

  func read(documents count: Int) { documentsRead.add(count, ordering: .relaxed) }

  func opened() { shardsOpened.add(1, ordering: .relaxed) }

  package var documents: Int { documentsRead.load(ordering: .relaxed) }
  package var shards: Int { shardsOpened.load(ordering: .relaxed) }
}
