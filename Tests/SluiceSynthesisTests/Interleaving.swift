import SluiceSynthesis
import TestSupport
import Testing

/// One random course of a live call.
struct Interleaving {
  private enum Place { case available, sent, ended, recorded }

  private var generator: SeededGenerator
  private let seed: UInt64
  private let concurrency: Int
  private let maxTokens = 20
  private let budget: Int?
  private var due: Int
  private var failureRate: Double
  private var decisions: LiveDecisions
  private var places: [Int: Place] = [:]
  private var bytes: [Int: Int] = [:]
  private var costs: [Int: TokenCount] = [:]
  private var spent = 0
  private var next = 0
  private var failuresInARow = 0
  private var isStopped = false
  private var isHopeless = false

  init(seed: UInt64) {
    self.seed = seed
    generator = SeededGenerator(seed: seed)
    concurrency = Int.random(in: 1...12, using: &generator)
    budget = Bool.random(using: &generator) ? Int.random(in: 1...3000, using: &generator) : nil
    due = Int.random(in: 0...60, using: &generator)
    failureRate = [0, 0.1, 0.5, 0.95].randomElement(using: &generator)!
    var limits = Budget()
    limits.maxTokens = budget
    decisions = LiveDecisions(concurrency: concurrency, maxTokens: maxTokens, budget: limits, spent: TokenCount())
  }

  private func count(_ place: Place) -> Int { places.values.count { $0 == place } }

  private mutating func chance(_ probability: Double) -> Bool {
    Double.random(in: 0..<1, using: &generator) < probability
  }

  mutating func run() {
    var action = LiveDecisions.Action.take
    for _ in 0..<100_000 {
      if !isStopped, chance(0.003) {
        isStopped = true
        action = decisions.handle(.stopRequested)
      }
      switch action {
      case .take: action = take()
      case .send(let numbers): action = send(numbers)
      case .wait: action = wait()
      case .finish(let ending): return finish(ending)
      }
      #expect(decisions.occupied <= concurrency, "seed \(seed)")
    }
    Issue.record("seed \(seed) never ends")
  }

  private mutating func take() -> LiveDecisions.Action {
    #expect(!isStopped && !isHopeless, "seed \(seed): asked for more after the end")
    guard due > 0 else { return decisions.handle(.noneAvailable) }
    #expect(count(.available) < concurrency)
    due -= 1
    places[next] = .available
    bytes[next] = Int.random(in: 1...200, using: &generator)
    next += 1
    return decisions.handle(.available(next - 1, textBytes: bytes[next - 1]!))
  }

  private mutating func send(_ numbers: [Int]) -> LiveDecisions.Action {
    #expect(!numbers.isEmpty)
    let isAlone = numbers.count == 1 && count(.sent) == 0
    for number in numbers {
      #expect(places[number] == .available, "seed \(seed): request \(number) is sent twice")
      places[number] = .sent
    }
    #expect(count(.sent) <= concurrency, "seed \(seed)")
    if let budget {
      // The most that all in flight may cost fits, or it is a request by itself.
      let most = places.filter { $0.value == .sent }.keys.reduce(0) { $0 + likelyMost($1) }
      #expect(spent + most <= budget || isAlone, "seed \(seed)")
    }
    return decisions.handle(.sent)
  }

  /// This server counts a token for two bytes; no less may be set aside.
  private func likelyMost(_ number: Int) -> Int { bytes[number]! / 2 + maxTokens }

  private mutating func wait() -> LiveDecisions.Action {
    let inFlight = places.filter { $0.value == .sent }.keys.sorted()
    #expect(!inFlight.isEmpty, "seed \(seed): waits for nothing")
    let some = inFlight.shuffled(using: &generator).prefix(Int.random(in: 1...inFlight.count, using: &generator))
    var recorded: [Int: TokenCount] = [:]
    for number in some.sorted() {
      places[number] = .ended
      recorded[number] = TokenCount()
      let reply: LiveDecisions.Action
      if isStopped, chance(0.3) {
        reply = decisions.handle(.dropped(number))
      } else if chance(0.001) {
        isHopeless = true
        reply = decisions.handle(.hopeless(number, reason: "no"))
      } else if chance(failureRate) {
        failuresInARow += 1
        if failuresInARow >= max(20, concurrency) { isHopeless = true }
        reply = decisions.handle(.failed(number))
      } else {
        failuresInARow = 0
        let sent = max(1, bytes[number]! / 2)
        recorded[number] = TokenCount(sent: sent, received: Int.random(in: 0...maxTokens, using: &generator))
        reply = decisions.handle(.answered(number, tokensSent: sent))
        // A rejected answer makes the next attempt due.
        if chance(0.2) { due += 1 }
      }
      if case .finish = reply { Issue.record("seed \(seed): ends before the answer is on disk") }
    }
    for (number, cost) in recorded {
      places[number] = .recorded
      spent += cost.sent + cost.received
    }
    return decisions.handle(.recorded(recorded))
  }

  private func finish(_ ending: LiveDecisions.Ending) {
    #expect(count(.sent) == 0 && count(.ended) == 0, "seed \(seed): ends with requests in flight")
    #expect(decisions.occupied == 0, "seed \(seed)")
    #expect(count(.available) <= 1, "seed \(seed): more than the held request is left")
    if let budget {
      // Only the last, lone request may have cost more than was expected of it.
      #expect(spent <= budget + 100 + maxTokens, "seed \(seed): \(spent) of \(budget)")
    }
    switch ending {
    case .done: #expect(due == 0 && count(.available) == 0 && !isStopped && !isHopeless, "seed \(seed)")
    case .stopped: #expect(isStopped, "seed \(seed)")
    case .budget: #expect(budget != nil && count(.available) == 1, "seed \(seed)")
    case .hopeless: #expect(isHopeless, "seed \(seed)")
    case .failures(let count): #expect(count >= 20 && isHopeless, "seed \(seed)")
    }
  }
}
