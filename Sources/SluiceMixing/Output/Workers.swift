internal import Dispatch
internal import SluiceIO
internal import Synchronization

/// Independent pieces of work on several threads. The first error ends it: pieces in progress are
/// finished, and no other is started.
package enum Workers {
  private struct State {
    var next = 0
    var failure: (any Error)?
  }

  /// - Parameter body: gets each number below `count` once, on any thread, in rising order.
  package static func run(_ count: Int, jobs: Int, _ body: @escaping @Sendable (Int) throws -> Void) throws {
    let state = Mutex(State())
    OutOfMemory.expectThreads(max(1, min(jobs, count)))
    DispatchQueue.concurrentPerform(iterations: max(1, min(jobs, count))) { _ in
      while let index = take(state, count) {
        do {
          try body(index)
        } catch {
          state.withLock { if $0.failure == nil { $0.failure = error } }
        }
      }
    }
    if let failure = state.withLock({ $0.failure }) { throw failure }
  }

  private static func take(_ state: borrowing Mutex<State>, _ count: Int) -> Int? {
    state.withLock { state in
      guard state.failure == nil, state.next < count else { return nil }
      defer { state.next += 1 }
      return state.next
    }
  }
}
