/// Decides how many requests may be in flight: half as many when it says that it is overloaded,
/// and one more for each full round of successes (additive increase, multiplicative decrease). Nothing here
/// waits or reads a clock; times are what the caller's clock says.
package struct ThrottleDecisions: Sendable {
  package typealias Instant = ContinuousClock.Instant

  private let ceiling: Int
  private var limit: Double
  private var lastCut: Instant?
  private var active = 0
  /// When the server wants to be asked again at the earliest; nil for at once.
  package private(set) var pausedUntil: Instant?

  package init(ceiling: Int) {
    self.ceiling = ceiling
    limit = Double(ceiling)
  }

  /// How many more requests may be sent now.
  package var places: Int { max(0, Int(limit) - active) }

  package mutating func enter() { active += 1 }

  package mutating func leave() { active -= 1 }

  package mutating func succeeded() { limit = min(Double(ceiling), limit + 1 / limit) }

  /// The server is overloaded, and wants to be left alone for a while.
  package mutating func overloaded(for seconds: Double, at now: Instant) {
    let end = now + .seconds(seconds)
    pausedUntil = pausedUntil.map { max($0, end) } ?? end
    // Requests that were sent together are refused together: that is one sign, not many.
    if let lastCut, now - lastCut <= .seconds(1) { return }
    lastCut = now
    limit = max(1, limit / 2)
  }
}

/// Lets requests wait for the places that `ThrottleDecisions` gives.
actor Throttle {
  private var decisions: ThrottleDecisions
  private var waiting: [CheckedContinuation<Void, Never>] = []
  /// Whether the server has ever answered, with whatever status.
  private(set) var isReached = false

  init(ceiling: Int) { decisions = ThrottleDecisions(ceiling: ceiling) }

  /// Waits for a place.
  ///
  /// - Returns: when the server wants to be asked again at the earliest.
  func enter() async -> ContinuousClock.Instant {
    while decisions.places == 0 { await withCheckedContinuation { waiting.append($0) } }
    decisions.enter()
    return decisions.pausedUntil ?? .now
  }

  func leave() {
    decisions.leave()
    wake()
  }

  func reached() { isReached = true }

  func succeeded() {
    decisions.succeeded()
    wake()
  }

  func overloaded(for seconds: Double) { decisions.overloaded(for: seconds, at: .now) }

  private func wake() {
    let count = min(decisions.places, waiting.count)
    for waiter in waiting.prefix(count) { waiter.resume() }
    waiting.removeFirst(count)
  }
}
