internal import SluiceCore
internal import Synchronization

/// A live call: carries out what `LiveDecisions` decides, and tells it what happened. Used by one task.
final class LiveLoop<Stage: RequestStage> {
  private let stage: Stage
  private let settings: LiveSettings
  private let progress: LiveProgress
  private let isStopping: @Sendable () -> Bool
  private let client: ChatClient
  private var decisions: LiveDecisions
  private var queue: DueQueue<Stage>
  /// Requests that were taken from the queue and are not recorded yet, by number.
  private var open: [Int: DueQueue<Stage>.Item] = [:]
  private var nextNumber = 0
  private var report = LiveReport()

  init(
    _ stage: Stage, settings: LiveSettings, options: ModelOptions, progress: LiveProgress,
    isStopping: @escaping @Sendable () -> Bool
  ) throws {
    self.stage = stage
    self.settings = settings
    self.progress = progress
    self.isStopping = isStopping
    queue = try DueQueue(stage, options)
    decisions = LiveDecisions(
      concurrency: settings.concurrency, maxTokens: options.maxTokens, budget: settings.budget,
      spent: try stage.store.spent())
    client = try ChatClient(settings, isStopping: isStopping)
    let count = try stage.documentCount()
    progress.update { $0.documents = count }
  }

  /// - Throws: `SynthesisError` if the server cannot be reached or refuses every request, and what stage and
  ///   store throw. Answers that came before stay recorded.
  func run() async throws -> LiveReport {
    defer { client.close() }
    let start = ContinuousClock.now
    let inbox = Inbox()
    var action = LiveDecisions.Action.take
    while true {
      if isStopping() { action = decisions.handle(.stopRequested) }
      switch action {
      case .take: action = try take()
      case .send(let numbers): action = try send(numbers, inbox)
      case .wait: action = try record(await inbox.next())
      case .finish(let ending):
        try stage.store.finish()
        report.seconds = (ContinuousClock.now - start) / .seconds(1)
        report.spend = decisions.cost
        report.skipped = queue.skipped
        report.exhausted = queue.exhausted
        report.leftToPeople = queue.leftToPeople
        try conclude(ending)
        return report
      }
    }
  }

  private func take() throws -> LiveDecisions.Action {
    let item = try queue.next()
    progress.update { $0.documentsDone = queue.finished }
    guard let item else { return decisions.handle(.noneAvailable) }
    let number = nextNumber
    nextNumber += 1
    open[number] = item
    return decisions.handle(.available(number, textBytes: item.due.request.textBytes))
  }

  private func send(_ numbers: [Int], _ inbox: Inbox) throws -> LiveDecisions.Action {
    let items = numbers.map { open[$0]! }
    try stage.store.begin(items.map(\.due), inBatch: nil)
    for (number, item) in zip(numbers, items) {
      let request = item.due.request
      Task.detached { [client] in
        inbox.add(Ended(number: number, outcome: await client.ask(request)))
      }
    }
    progress.update { $0.inFlight = decisions.occupied }
    return decisions.handle(.sent)
  }

  /// Judges and records what became of requests.
  private func record(_ batch: [Ended]) throws -> LiveDecisions.Action {
    var rows: [Stage.Store.Row] = []
    var answered: [Stage.Document] = []
    var unreadable: [(requestHash: String, answer: UnreadableAnswer)] = []
    var costs: [Int: TokenCount] = [:]
    for ended in batch {
      let item = open[ended.number]!
      var row = item.due.row
      costs[ended.number] = TokenCount()
      switch ended.outcome {
      case .answer(let answer):
        _ = decisions.handle(.answered(ended.number, tokensSent: answer.tokensIn))
        row = stage.judge(answer.counted(for: item.due.request), to: row, about: item.document)
        costs[ended.number] = row.tokens
        answered.append(item.document)
        rows.append(row)
      case .unreadable(let answer):
        _ = decisions.handle(.failed(ended.number))
        row.outcome = .unreadable
        unreadable.append((row.requestHash, answer))
        costs[ended.number] = TokenCount(
          sent: TokenCount.estimate(bytes: item.due.request.textBytes),
          received: TokenCount.estimate(bytes: answer.raw.count))
        rows.append(row)
      case .failed:
        _ = decisions.handle(.failed(ended.number))
        row.outcome = .httpError
        rows.append(row)
      case .hopeless(let reason): _ = decisions.handle(.hopeless(ended.number, reason: reason))
      case .stopped: _ = decisions.handle(.dropped(ended.number))
      }
    }
    if !unreadable.isEmpty {
      try stage.store.aside.keep(unreadable)
      report.unreadableFile = stage.store.aside.path
    }
    try stage.store.record(rows, fromBatch: false)
    try queue.ended(batch.map { open.removeValue(forKey: $0.number)! }, answered: answered)
    let action = decisions.handle(.recorded(costs))
    count(rows)
    return action
  }

  private func count(_ rows: [Stage.Store.Row]) {
    for row in rows {
      if row.outcome.isAnswered || row.outcome == .unreadable {
        report.outcomes[row.outcome.rawValue, default: 0] += 1
      } else {
        report.unanswered += 1
      }
      report.tokensIn += row.tokens.sent
      report.tokensOut += row.tokens.received
    }
    progress.update {
      $0.inFlight = decisions.occupied
      $0.documentsDone = queue.finished
      $0.tokensIn = report.tokensIn
      $0.tokensOut = report.tokensOut
      $0.spend = decisions.cost
      $0.accepted += rows.count { $0.outcome == .accepted }
      $0.rejected += rows.count { $0.outcome != .accepted }
    }
  }

  private func conclude(_ ending: LiveDecisions.Ending) throws {
    switch ending {
    case .done, .stopped: break
    case .budget:
      report.stopped = "the budget does not allow another request; raise --max-tokens-total or --max-cost to continue"
    case .hopeless(let reason): throw SynthesisError(reason)
    case .failures(let count):
      throw SynthesisError(
        "\(settings.endpoint): the last \(count) requests ended in errors; look at the server's log, "
          + "then run the same command again")
    }
  }
}

private struct Ended: Sendable {
  var number: Int
  var outcome: ChatClient.Outcome
}

/// The outcomes of requests that have ended. Their tasks put them in; one task takes them out.
private final class Inbox: Sendable {
  private let ended = Mutex<[Ended]>([])
  private let signals: AsyncStream<Void>
  private let signal: AsyncStream<Void>.Continuation

  init() { (signals, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

  func add(_ new: Ended) {
    ended.withLock { $0.append(new) }
    signal.yield()
  }

  /// Waits until something is there.
  ///
  /// - Returns: all of it, in the order of the numbers.
  func next() async -> [Ended] {
    while true {
      let all = ended.withLock { all in
        defer { all = [] }
        return all
      }
      if !all.isEmpty { return all.sorted { $0.number < $1.number } }
      for await _ in signals { break }
    }
  }
}
