internal import Synchronization

/// How far a live call has come. Any thread may read it.
package final class LiveProgress: Sendable {
  package struct Snapshot: Sendable {
    /// Documents of the stage, and those about which nothing is left to ask.
    package var documents = 0
    package var documentsDone = 0
    package var inFlight = 0
    package var accepted = 0
    package var rejected = 0
    /// In this call.
    package var tokensIn = 0
    package var tokensOut = 0
    /// Of the stage, in the currency of the prices.
    package var spend = 0.0
  }

  private let state = Mutex(Snapshot())

  package init() {}

  package var snapshot: Snapshot { state.withLock { $0 } }

  func update(_ change: (inout Snapshot) -> Void) { state.withLock { change(&$0) } }
}
