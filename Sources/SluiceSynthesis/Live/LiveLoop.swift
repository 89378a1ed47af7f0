internal import Foundation
internal import SluiceCore
internal import Synchronization

/// What a live call asks, and what becomes of the answers. Used by one task.
protocol LiveWork: AnyObject {
  associatedtype Item

  /// The next request that is due; nil if there is none now. Settling may bring more.
  func next() throws -> (item: Item, request: ChatRequest)?
  /// Records requests that are about to be sent.
  func begin(_ items: [Item]) throws
  /// Records what became of requests, on disk when it returns.
  ///
  /// - Returns: for each, what is counted.
  func settle(_ results: [(item: Item, outcome: ChatClient.Outcome)]) throws -> [Settlement]
  /// Called at the end, also of a call that stops early.
  func finish() throws
}

/// What one request came to.
struct Settlement {
  var outcome: SynthesisOutcome
  var tokensIn: Int
  var tokensOut: Int
}

private struct Finished: Sendable {
  var number: Int
  var outcome: ChatClient.Outcome
}

/// Where requests leave what became of them.
private final class Inbox: Sendable { let finished = Mutex<[Finished]>([]) }

/// Keeps a server busy: as many requests in flight as there are places, within a budget.
///
/// A request is recorded before it is sent, and its place is free again only when its answer is on disk:
/// what a death can cost is the requests in flight.
final class LiveLoop<Work: LiveWork> {
  private let work: Work
  private let settings: LiveSettings
  private let maxTokens: Int
  private let progress: LiveProgress
  private let isStopping: @Sendable () -> Bool
  private let client: ChatClient
  /// Due, but not sent yet: the budget did not allow it.
  private var held: (item: Work.Item, request: ChatRequest)?
  private var inFlight: [Int: (item: Work.Item, request: ChatRequest, reserved: TokenCount)] = [:]
  private var nextNumber = 0
  private var spending: Spending
  private var report = LiveReport()
  private var hopeless: String?
  private var failuresInARow = 0
  /// Requests left unanswered one after another before the server is taken to be broken.
  private let mostFailures: Int

  /// - Parameter spent: tokens of earlier calls that count for the budget.
  init(
    _ work: Work, settings: LiveSettings, maxTokens: Int, spent: TokenCount,
    progress: LiveProgress, isStopping: @escaping @Sendable () -> Bool
  ) throws(SynthesisError) {
    self.work = work
    self.settings = settings
    self.maxTokens = maxTokens
    spending = Spending(settings.budget, spent: spent)
    self.progress = progress
    self.isStopping = isStopping
    client = try ChatClient(settings, isStopping: isStopping)
    mostFailures = max(20, settings.concurrency)
  }

  /// - Throws: `SynthesisError` if the server cannot be reached or refuses every request, and what the work
  ///   throws. What was answered before stays recorded.
  func run() async throws -> LiveReport {
    defer { client.close() }
    let start = ContinuousClock.now
    let inbox = Inbox()
    let (signals, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    var iterator = signals.makeAsyncIterator()
    while true {
      for (number, request) in try fill() {
        Task.detached { [client] in
          let outcome = await client.ask(request)
          inbox.finished.withLock { $0.append(Finished(number: number, outcome: outcome)) }
          signal.yield()
        }
      }
      if inFlight.isEmpty { break }
      _ = await iterator.next()
      let batch = inbox.finished.withLock { all in
        defer { all = [] }
        return all
      }
      try settle(batch.sorted { $0.number < $1.number })
    }
    try work.finish()
    report.seconds = (ContinuousClock.now - start) / .seconds(1)
    report.spend = spending.cost
    if let hopeless { throw SynthesisError(hopeless) }
    return report
  }

  /// Takes as many requests as there are places, records them, and hands them out.
  private func fill() throws -> [(Int, ChatRequest)] {
    var taken: [(item: Work.Item, request: ChatRequest, reserved: TokenCount)] = []
    while inFlight.count + taken.count < settings.concurrency, !isStopping(), hopeless == nil, report.stopped == nil {
      guard let next = try held ?? work.next() else { break }
      held = next
      let isAlone = inFlight.isEmpty && taken.isEmpty
      guard let reserved = spending.reserve(next.request, maxTokens: maxTokens, isAlone: isAlone) else {
        // Answers on their way may leave room.
        if isAlone {
          report.stopped = "the budget does not allow another request; raise --max-tokens-total or --max-cost to go on"
        }
        break
      }
      held = nil
      taken.append((next.item, next.request, reserved))
    }
    try work.begin(taken.map(\.item))
    var started: [(Int, ChatRequest)] = []
    for next in taken {
      inFlight[nextNumber] = next
      started.append((nextNumber, next.request))
      nextNumber += 1
    }
    progress.update { $0.inFlight = inFlight.count }
    return started
  }

  private func settle(_ batch: [Finished]) throws {
    var results: [(item: Work.Item, outcome: ChatClient.Outcome)] = []
    for finished in batch {
      let (item, request, reserved) = inFlight.removeValue(forKey: finished.number)!
      spending.release(reserved)
      var outcome = finished.outcome
      switch outcome {
      case .answer(let answer):
        failuresInARow = 0
        outcome = .answer(measured(answer, request))
      case .failed:
        failuresInARow += 1
        if failuresInARow >= mostFailures {
          hopeless =
            "\(settings.endpoint): the last \(failuresInARow) requests ended in errors; look at the server's log, "
            + "then run the same command again"
        }
      case .hopeless(let reason): hopeless = reason
      case .stopped: break
      }
      results.append((item, outcome))
    }
    for settlement in try work.settle(results) { count(settlement) }
    progress.update { $0.inFlight = inFlight.count }
  }

  /// A server that does not count tokens is charged for what the bytes suggest.
  private func measured(_ answer: ChatAnswer, _ request: ChatRequest) -> ChatAnswer {
    var answer = answer
    if let tokens = answer.tokensIn {
      spending.learn(request, tokensIn: tokens)
    } else {
      answer.tokensIn = request.textBytes / 3 + 1
    }
    if answer.tokensOut == nil { answer.tokensOut = (answer.content ?? "").utf8.count / 3 + 1 }
    return answer
  }

  private func count(_ settlement: Settlement) {
    if settlement.outcome.isAnswered {
      report.outcomes[settlement.outcome.rawValue, default: 0] += 1
    } else {
      report.unanswered += 1
    }
    report.tokensIn += settlement.tokensIn
    report.tokensOut += settlement.tokensOut
    spending.spend(TokenCount(sent: settlement.tokensIn, received: settlement.tokensOut))
    let spend = spending.cost
    progress.update {
      $0.tokensIn += settlement.tokensIn
      $0.tokensOut += settlement.tokensOut
      $0.spend = spend
      if settlement.outcome == .accepted { $0.accepted += 1 } else { $0.rejected += 1 }
    }
  }
}

/// Runs asynchronous work for a caller that is not.
enum Blocking {
  /// Work and result change hands once each, and the semaphore parts before from after.
  private final class Handover<T>: @unchecked Sendable {
    let work: () async throws -> T
    var result: Result<T, any Error>?

    init(_ work: @escaping () async throws -> T) { self.work = work }

    func perform() async {
      do { result = .success(try await work()) } catch { result = .failure(error) }
    }
  }

  static func wait<T>(_ work: @escaping () async throws -> T) throws -> T {
    let handover = Handover(work)
    let done = DispatchSemaphore(value: 0)
    Task.detached {
      await handover.perform()
      done.signal()
    }
    done.wait()
    return try handover.result!.get()
  }
}
