/// Decides what a live call does next: how many requests are in flight, what the budget allows, and when to
/// stop. Events go in, actions come out; nothing here waits, sends, records or reads a clock.
///
/// A request passes through these states: available, taken (its cost is reserved), sent, ended, recorded. Its
/// place is free again only when its answer is on disk: a death costs at most the requests in flight.
package struct LiveDecisions: Sendable {
  /// Requests are known by numbers that whoever drives this gives them, each used once.
  package enum Event: Sendable {
    /// A request is due. The answer to `.take`.
    case available(Int, textBytes: Int)
    /// No request is due now; an answer may bring one. The answer to `.take`.
    case noneAvailable
    /// The requests of the last `.send` are on their way.
    case sent
    /// A request has its answer.
    ///
    /// - tokensSent: as the server counts them; nil if it does not.
    case answered(Int, tokensSent: Int?)
    /// A request was given up after an error that concerns it alone.
    case failed(Int)
    /// A request met an error that every request would meet.
    case hopeless(Int, reason: String)
    /// A request was not sent after all, because the call is being stopped.
    case dropped(Int)
    /// The outcomes of these requests are on disk. This is what they cost.
    case recorded([Int: TokenCount])
    /// Nothing more may be sent; requests in flight are waited for.
    case stopRequested
  }

  package enum Action: Sendable, Hashable {
    /// Ask the stage for the next request that is due.
    case take
    /// Record that these requests are about to be sent, and send them.
    case send([Int])
    /// Wait until a request ends.
    case wait
    /// Nothing is in flight, and nothing more will be sent.
    case finish(Ending)
  }

  package enum Ending: Sendable, Hashable {
    /// Nothing is due any more.
    case done
    case stopped
    /// The budget allows no further request.
    case budget
    /// Every request would meet the same error.
    case hopeless(reason: String)
    /// So many requests ended in errors one after another that the server must be broken.
    case failures(Int)
  }

  private struct Request {
    var number: Int
    var textBytes: Int
    var reserved = TokenCount()
  }

  private let concurrency: Int
  /// The most tokens a server may answer with.
  private let maxTokens: Int
  /// Requests that fail one after another before the server is taken to be broken.
  private let mostFailures: Int

  private var spending: Spending
  /// Due, but neither taken nor recorded: the budget did not allow it so far.
  private var held: Request?
  private var taken: [Request] = []
  private var inFlight: [Int: Request] = [:]
  /// Ended, but not on disk yet.
  private var ended: [Int: Request] = [:]
  private var mayBeMore = true
  private var failuresInARow = 0
  private var ending: Ending?

  package static let fewestFailures = 20

  /// - Parameter spent: tokens of earlier calls, which count for the budget.
  package init(concurrency: Int, maxTokens: Int, budget: Budget, spent: TokenCount) {
    self.concurrency = concurrency
    self.maxTokens = maxTokens
    mostFailures = max(Self.fewestFailures, concurrency)
    spending = Spending(budget, spent: spent)
  }

  /// Requests that have a place: taken, in flight, or not recorded yet.
  package var occupied: Int { taken.count + inFlight.count + ended.count }
  /// The cost of the stage so far, all calls together.
  package var cost: Double { spending.cost }

  /// - Returns: what to do now. An action that was not carried out is returned again by the next event.
  package mutating func handle(_ event: Event) -> Action {
    switch event {
    case .available(let number, let textBytes): held = Request(number: number, textBytes: textBytes)
    case .noneAvailable: mayBeMore = false
    case .sent:
      for request in taken { inFlight[request.number] = request }
      taken = []
    case .answered(let number, let tokensSent):
      failuresInARow = 0
      let request = end(number)
      if let tokensSent { spending.learn(textBytes: request.textBytes, tokensSent: tokensSent) }
    case .failed(let number):
      _ = end(number)
      failuresInARow += 1
      if failuresInARow >= mostFailures { ending = .failures(failuresInARow) }
    case .hopeless(let number, let reason):
      _ = end(number)
      ending = .hopeless(reason: reason)
    case .dropped(let number): _ = end(number)
    case .recorded(let costs):
      for (number, cost) in costs {
        spending.release(ended.removeValue(forKey: number)!.reserved)
        spending.spend(cost)
      }
      mayBeMore = true
    case .stopRequested: ending = ending ?? .stopped
    }
    return next()
  }

  private mutating func end(_ number: Int) -> Request {
    let request = inFlight.removeValue(forKey: number)!
    ended[number] = request
    return request
  }

  private mutating func next() -> Action {
    while ending == nil, occupied < concurrency {
      guard var request = held else {
        if mayBeMore { return .take }
        break
      }
      let isAlone = occupied == 0
      guard let reserved = spending.reserve(textBytes: request.textBytes, maxTokens: maxTokens, isAlone: isAlone)
      else {
        // Answers on their way may leave room.
        if isAlone { ending = .budget }
        break
      }
      request.reserved = reserved
      held = nil
      taken.append(request)
    }
    if !taken.isEmpty { return .send(taken.map(\.number)) }
    return occupied > 0 ? .wait : .finish(ending ?? .done)
  }
}
