internal import Foundation
internal import SluiceCore
internal import SluiceIO
internal import SluiceLedger
internal import Synchronization

extension StageSession {
  /// Asks a live server about all documents that are not done.
  ///
  /// A request's row is on disk before it is sent, and its place is free again only when its answer is on
  /// disk: what a death can cost is the requests in flight, at most `concurrency`.
  ///
  /// - Throws: `SynthesisError` if the server cannot be reached or refuses every request; `IOFailure`,
  ///   `LedgerError`. What was answered before stays recorded.
  public func runLive(
    _ settings: LiveSettings, options: ModelOptions, progress: LiveProgress,
    isStopping: @escaping @Sendable () -> Bool
  ) throws -> LiveReport {
    let run = try LiveRun(self, settings, options, progress, isStopping)
    return try Blocking.wait { try await run.run() }
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

/// The loop of a live call. Used by one task.
private final class LiveRun {
  private struct Item {
    var planned: PlannedRequest
    var document: SourceDocument
  }

  private struct Finished: Sendable {
    var number: Int
    var outcome: ChatClient.Outcome
  }

  /// Where requests leave what became of them.
  private final class Inbox: Sendable { let finished = Mutex<[Finished]>([]) }

  private let session: StageSession
  private let settings: LiveSettings
  private let options: ModelOptions
  private let planner: RequestPlanner
  private let documents: DocumentSource
  private let progress: LiveProgress
  private let isStopping: @Sendable () -> Bool
  private let client: ChatClient

  private var ready: [Item] = []
  private var inFlight: [Int: Item] = [:]
  private var nextNumber = 0
  private var isSourceDone = false
  private var spent: (tokensIn: Int, tokensOut: Int)
  private var reserved: (tokensIn: Int, tokensOut: Int) = (0, 0)
  private var report = LiveReport()
  private var hopeless: String?
  private var failuresInARow = 0
  /// Requests left unanswered one after another before the server is taken to be broken.
  private let mostFailures: Int

  init(
    _ session: StageSession, _ settings: LiveSettings, _ options: ModelOptions, _ progress: LiveProgress,
    _ isStopping: @escaping @Sendable () -> Bool
  ) throws {
    self.session = session
    self.settings = settings
    self.options = options
    self.progress = progress
    self.isStopping = isStopping
    planner = try session.planner(options)
    documents = try session.documents()
    client = ChatClient(settings, isStopping: isStopping)
    mostFailures = max(20, settings.concurrency)
    let counts = try session.store.ledger.reader.synthesisCounts().filter { $0.stage == session.stage }
    spent = (counts.reduce(0) { $0 + $1.tokensIn }, counts.reduce(0) { $0 + $1.tokensOut })
    let total = try session.documentCount()
    progress.update { $0.documents = total }
  }

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
      try settle(batch)
    }
    try session.finish()
    report.seconds = (ContinuousClock.now - start) / .seconds(1)
    report.spend = settings.budget.cost(tokensIn: spent.tokensIn, tokensOut: spent.tokensOut)
    if let hopeless { throw SynthesisError(hopeless) }
    return report
  }

  /// Takes as many requests as there are places, records them, and hands them out.
  private func fill() throws -> [(Int, ChatRequest)] {
    var items: [Item] = []
    while inFlight.count + items.count < settings.concurrency, !isStopping(), hopeless == nil, report.stopped == nil {
      try load()
      guard let next = ready.first else { break }
      let request = next.planned.request
      guard settings.budget.allows(request, maxTokens: options.maxTokens, spent: spent, reserved: reserved) else {
        // Answers on their way may leave room.
        if inFlight.isEmpty, items.isEmpty {
          report.stopped = "the budget does not allow another request; raise --max-tokens-total or --max-cost to go on"
        }
        break
      }
      reserve(request, 1)
      items.append(ready.removeFirst())
    }
    try session.store.ledger.addSynthesis(
      items.filter(\.planned.isNew).map(\.planned.attempt), superseding: items.compactMap(\.planned.superseded))
    var started: [(Int, ChatRequest)] = []
    for item in items {
      inFlight[nextNumber] = item
      started.append((nextNumber, item.planned.request))
      nextNumber += 1
    }
    progress.update { $0.inFlight = inFlight.count }
    return started
  }

  private func reserve(_ request: ChatRequest, _ sign: Int) {
    reserved.tokensIn += sign * (request.tokensAtMost - options.maxTokens)
    reserved.tokensOut += sign * options.maxTokens
  }

  /// Reads documents until a request is ready.
  private func load() throws {
    while ready.isEmpty, !isSourceDone {
      guard let document = try documents.nextDocument() else {
        isSourceDone = true
        return
      }
      try enqueue(document)
    }
  }

  private func enqueue(_ document: SourceDocument) throws {
    switch planner.state(of: document, after: try session.store.attempts(document.key)) {
    case .due(let requests):
      ready += requests.map { Item(planned: $0, document: document) }
      return
    case .accepted: break
    case .exhausted: report.exhausted += 1
    case .skipped: report.skipped += 1
    }
    progress.update { $0.documentsDone += 1 }
  }

  /// Records answers, all in one transaction, and asks again where they were rejected.
  private func settle(_ batch: [Finished]) throws {
    var settled: [Settled] = []
    var again: [Item] = []
    for result in batch.sorted(by: { $0.number < $1.number }) {
      let item = inFlight.removeValue(forKey: result.number)!
      reserve(item.planned.request, -1)
      switch result.outcome {
      case .answer(let answer):
        failuresInARow = 0
        let judged = session.settle(measured(answer, item), to: item.planned.attempt, about: item.document)
        settled.append(judged)
        if judged.attempt.outcome != .accepted || judged.attempt.parts > 1 { again.append(item) }
      case .failed:
        report.unanswered += 1
        failuresInARow += 1
        var attempt = item.planned.attempt
        attempt.outcome = .httpError
        settled.append(Settled(attempt: attempt))
        if failuresInARow >= mostFailures {
          hopeless = "\(settings.endpoint): the last \(failuresInARow) requests ended in errors; look at the server's log, then run the same command again"
        }
      case .hopeless(let reason): hopeless = reason
      case .stopped: break
      }
    }
    try session.store.settle(settled)
    for row in settled { count(row.attempt) }
    for item in again where !isWaiting(item.document.key) { try enqueue(item.document) }
    progress.update { $0.inFlight = inFlight.count }
  }

  /// Whether other parts of a document are still asked about; the last one back decides what comes next.
  private func isWaiting(_ key: String) -> Bool {
    inFlight.values.contains { $0.document.key == key } || ready.contains { $0.document.key == key }
  }

  /// A server that does not count tokens is charged for what the bytes suggest.
  private func measured(_ answer: ChatAnswer, _ item: Item) -> ChatAnswer {
    var answer = answer
    if answer.tokensIn == nil { answer.tokensIn = item.planned.request.tokensAtMost - options.maxTokens }
    if answer.tokensOut == nil { answer.tokensOut = (answer.content ?? "").utf8.count / 3 + 1 }
    return answer
  }

  private func count(_ attempt: SynthesisAttempt) {
    let (tokensIn, tokensOut) = (attempt.tokensIn ?? 0, attempt.tokensOut ?? 0)
    if attempt.outcome.isAnswered { report.outcomes[attempt.outcome.rawValue, default: 0] += 1 }
    report.tokensIn += tokensIn
    report.tokensOut += tokensOut
    spent.tokensIn += tokensIn
    spent.tokensOut += tokensOut
    let spend = settings.budget.cost(tokensIn: spent.tokensIn, tokensOut: spent.tokensOut)
    progress.update {
      $0.tokensIn += tokensIn
      $0.tokensOut += tokensOut
      $0.spend = spend
      if attempt.outcome == .accepted {
        $0.accepted += 1
        if attempt.parts == 1 { $0.documentsDone += 1 }
      } else {
        $0.rejected += 1
      }
    }
  }
}
