/// How many requests may be with the server at once. Halved when it says it is overloaded, and raised
/// again, one for each full round of successes (additive increase, multiplicative decrease).
actor Throttle {
  private let ceiling: Int
  private var limit: Double
  private var active = 0
  private var waiting: [CheckedContinuation<Void, Never>] = []
  private var pausedUntil = ContinuousClock.now
  private var lastCut = ContinuousClock.now - .seconds(60)
  /// Whether the server has ever answered, with whatever status.
  private(set) var isReached = false

  init(ceiling: Int) {
    self.ceiling = ceiling
    limit = Double(ceiling)
  }

  /// Waits for a place.
  ///
  /// - Returns: when the server wants to be asked again at the earliest.
  func enter() async -> ContinuousClock.Instant {
    while active >= Int(limit) { await withCheckedContinuation { waiting.append($0) } }
    active += 1
    return pausedUntil
  }

  func leave() {
    active -= 1
    wake()
  }

  func reached() { isReached = true }

  func succeeded() {
    limit = min(Double(ceiling), limit + 1 / limit)
    wake()
  }

  /// The server is overloaded.
  func slowDown(for seconds: Double) {
    let now = ContinuousClock.now
    pausedUntil = max(pausedUntil, now + .seconds(seconds))
    // Requests that were sent together are refused together: that is one sign, not many.
    guard now - lastCut > .seconds(1) else { return }
    lastCut = now
    limit = max(1, limit / 2)
  }

  private func wake() {
    var places = Int(limit) - active
    while places > 0, !waiting.isEmpty {
      waiting.removeFirst().resume()
      places -= 1
    }
  }
}
