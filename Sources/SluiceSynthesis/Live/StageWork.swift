internal import SluiceCore
internal import SluiceIO
internal import SluiceLedger

extension StageSession {
  /// Asks a live server about all documents that are not done.
  ///
  /// - Throws: `SynthesisError` if the server cannot be reached or refuses every request; `IOFailure`,
  ///   `LedgerError`. What was answered before stays recorded.
  package func runLive(
    _ settings: LiveSettings, options: ModelOptions, progress: LiveProgress,
    isStopping: @escaping @Sendable () -> Bool
  ) throws -> LiveReport {
    let work = try StageWork(self, options, progress)
    let counts = try store.ledger.reader.synthesisCounts().filter { $0.stage == stage }
    let loop = try LiveLoop(
      work, settings: settings, maxTokens: options.maxTokens,
      spent: counts.reduce(into: TokenCount()) { $0 += TokenCount(sent: $1.tokensIn, received: $1.tokensOut) },
      progress: progress,
      isStopping: isStopping)
    var report = try Blocking.wait { try await loop.run() }
    report.skipped = work.skipped
    report.exhausted = work.exhausted
    return report
  }
}

/// The documents of a stage as work for a live server.
private final class StageWork: LiveWork {
  struct Item {
    var planned: PlannedRequest
    var document: SourceDocument
  }

  private let session: StageSession
  private let planner: RequestPlanner
  private let documents: DocumentSource
  private let progress: LiveProgress
  private var ready: [Item] = []
  /// Requests with the server, by document.
  private var asked: [String: Int] = [:]
  private(set) var skipped = 0
  private(set) var exhausted = 0

  init(_ session: StageSession, _ options: ModelOptions, _ progress: LiveProgress) throws {
    self.session = session
    self.progress = progress
    planner = try session.planner(options)
    documents = try session.documents()
    let total = try session.documentCount()
    progress.update { $0.documents = total }
  }

  func next() throws -> (item: Item, request: ChatRequest)? {
    while ready.isEmpty {
      guard let document = try documents.nextDocument() else { return nil }
      try enqueue(document)
    }
    let item = ready.removeFirst()
    asked[item.document.key, default: 0] += 1
    return (item, item.planned.request)
  }

  private func enqueue(_ document: SourceDocument) throws {
    switch planner.state(of: document, after: try session.store.attempts(document.key)) {
    case .due(let requests):
      ready += requests.map { Item(planned: $0, document: document) }
      return
    case .accepted: break
    case .exhausted: exhausted += 1
    case .skipped: skipped += 1
    }
    progress.update { $0.documentsDone += 1 }
  }

  func begin(_ items: [Item]) throws {
    try session.store.ledger.addSynthesis(
      items.filter(\.planned.isNew).map(\.planned.attempt), superseding: items.compactMap(\.planned.superseded))
  }

  func settle(_ results: [(item: Item, outcome: ChatClient.Outcome)]) throws -> [Settlement] {
    var settled: [Settled] = []
    var answered: [SourceDocument] = []
    for (item, outcome) in results {
      let key = item.document.key
      asked[key]! -= 1
      if asked[key] == 0 { asked[key] = nil }
      switch outcome {
      case .answer(let answer):
        settled.append(session.settle(answer, to: item.planned.attempt, about: item.document))
        answered.append(item.document)
      case .failed:
        var attempt = item.planned.attempt
        attempt.outcome = .httpError
        settled.append(Settled(attempt: attempt))
      case .hopeless, .stopped: break
      }
    }
    try session.store.settle(settled)
    // What an answer leaves to be asked: the next attempt, unless other parts are still with the server.
    for document in answered
    where asked[document.key] == nil && !ready.contains(where: { $0.document.key == document.key }) {
      try enqueue(document)
    }
    return settled.map {
      Settlement(
        outcome: $0.attempt.outcome, tokensIn: $0.attempt.tokensIn ?? 0, tokensOut: $0.attempt.tokensOut ?? 0)
    }
  }

  func finish() throws { try session.finish() }
}
