internal import Synchronization

/// Where a live run stands; read by whoever shows it, from any thread.
public final class LiveProgress: Sendable {
  public struct Snapshot: Sendable {
    /// Documents of the stage, and those that are done or passed over.
    public var documents = 0
    public var documentsDone = 0
    public var inFlight = 0
    public var accepted = 0
    public var rejected = 0
    /// In this call.
    public var tokensIn = 0
    public var tokensOut = 0
    /// Of the stage, in the currency of the prices.
    public var spend = 0.0
  }

  private let state = Mutex(Snapshot())

  public init() {}

  public var snapshot: Snapshot { state.withLock { $0 } }

  func update(_ change: (inout Snapshot) -> Void) { state.withLock { change(&$0) } }
}
