package import SluiceClassifier
internal import SluiceCore
internal import SluiceIO

/// Judges documents with a model: several votes each, and one repair of an answer that is no judgement.
/// One owner at a time.
package final class AnnotationJob {
  struct Item {
    var document: Int
    var row: VoteRow
    var request: ChatRequest
  }

  /// As judged: long texts are clipped.
  let documents: [AnnotationItem]
  private let votes: Int
  let log: VoteLog
  private let renderer: PromptRenderer
  private let repair: Prompt
  /// Rows of each document, in the order they were written.
  private var rows: [[VoteRow]]
  private let numbers: [String: Int]

  /// - Parameters:
  ///   - votes: judgements wanted of each document.
  ///   - maxWords: of a document, that are judged.
  ///   - logPath: where requests and votes are kept; what it holds is not asked again.
  package init(
    _ documents: [AnnotationItem], votes: Int, maxWords: Int, seed: UInt64, library: PromptLibrary,
    logPath: String
  ) throws {
    self.documents = documents.map { document in
      var document = document
      document.text = TextParts.of(document.text, maxWords: maxWords, long: .clip)[0]
      return document
    }
    self.votes = votes
    renderer = try PromptRenderer("annotate", library: library, seed: seed)
    repair = try library.other("annotate-repair")
    log = try VoteLog(path: logPath)
    numbers = Dictionary(documents.enumerated().map { ($1.id, $0) }) { first, _ in first }
    rows = Array(repeating: [], count: documents.count)
    for row in log.rows { if let number = numbers[row.id] { rows[number].append(row) } }
  }

  /// The request a vote waits for; nil if it is in, or lost.
  func due(document number: Int, vote: Int, options: ModelOptions) -> Item? {
    let own = rows[number].filter { $0.vote == vote }
    if own.contains(where: { $0.outcome == .accepted }) { return nil }
    let document = documents[number]
    // The mark of the fence differs from vote to vote, and so the requests.
    var messages = renderer.messages(
      key: "\(document.id)\n\(vote)", text: document.text, category: Category.none.rawValue, style: "")
    let answered = own.filter(\.outcome.isAnswered)
    if let last = answered.last {
      if answered.contains(where: \.isRepair) || last.outcome == .refused || last.outcome == .filtered { return nil }
      messages.append(ChatMessage(role: "assistant", content: last.answer ?? ""))
      messages.append(ChatMessage(role: "user", content: repair.body))
    }
    let request = ChatRequest(messages, options: options)
    let version = renderer.version(style: "") + (answered.isEmpty ? "" : "." + repair.version)
    return Item(
      document: number,
      row: VoteRow(
        id: document.id, vote: vote, isRepair: !answered.isEmpty, requestHash: request.hash, model: options.model,
        promptVersion: version, outcome: .pending),
      request: request)
  }

  /// All requests that are due.
  func allDue(_ options: ModelOptions) -> [Item] {
    documents.indices.flatMap { number in (1...votes).compactMap { due(document: number, vote: $0, options: options) } }
  }

  func record(_ new: [VoteRow]) throws {
    try log.append(new)
    for row in new { if let number = numbers[row.id] { rows[number].append(row) } }
  }

  /// Judges an answer.
  func settle(_ answer: ChatAnswer, _ row: VoteRow) -> VoteRow {
    var row = row
    row.tokensIn = answer.tokensIn
    row.tokensOut = answer.tokensOut
    let content = (answer.content ?? "").trimmed
    if answer.finishReason == "content_filter" {
      row.outcome = .filtered
    } else if answer.isRefusal {
      row.outcome = .refused
    } else if let vote = Vote(answer: content), !answer.wasRepaired {
      row.outcome = .accepted
      row.judgement = vote
    } else {
      row.outcome = answer.finishReason == "length" ? .truncated : content.isEmpty ? .empty : .badFormat
      row.answer = String(content.prefix(2000))
    }
    return row
  }

  /// What the votes say so far.
  package func judged() -> [JudgedDocument] {
    let options = ModelOptions(model: "", maxTokens: 1, temperature: 0)
    return documents.indices.map { number in
      let own = (1...votes).map { vote in rows[number].first { $0.vote == vote && $0.outcome == .accepted }?.judgement }
      let open = (1...votes).contains { due(document: number, vote: $0, options: options) != nil }
      return JudgedDocument(document: documents[number], votes: own.compactMap { $0 }, isComplete: !open)
    }
  }

  private var spent: TokenCount {
    log.rows.reduce(into: TokenCount()) { $0 += TokenCount(sent: $1.tokensIn ?? 0, received: $1.tokensOut ?? 0) }
  }

  /// Asks a live server for every vote that is not in.
  package func runLive(
    _ settings: LiveSettings, options: ModelOptions, progress: LiveProgress, isStopping: @escaping @Sendable () -> Bool
  ) throws -> LiveReport {
    let work = AnnotationWork(self, options)
    progress.update { $0.documents = documents.count * votes }
    let loop = try LiveLoop(
      work, settings: settings, maxTokens: options.maxTokens, spent: spent, progress: progress, isStopping: isStopping)
    return try Blocking.wait { try await loop.run() }
  }

  /// Writes the requests of every vote that is not in.
  package func writeBatches(to folder: String, options: ModelOptions, lines: Int) throws -> BatchReport {
    let folder = try OutputFolder.take(folder)
    var report = BatchReport()
    let items = allDue(options)
    for start in stride(from: 0, to: items.count, by: lines) {
      let batch = items[start..<min(start + lines, items.count)]
      let file = try BatchFile.create(in: folder, name: "annotate")
      for item in batch { try item.request.batchLine.withUnsafeBytes { try file.append($0) } }
      try file.sync()
      try record(batch.map(\.row))
      try file.publish()
      try Folders.sync(folder)
      report.files.append(file.path)
      report.requests += batch.count
    }
    return report
  }

  /// Takes answers back, in any order, from any number of files.
  package func importAnswers(_ files: [String]) throws -> ImportReport {
    var report = ImportReport()
    var waiting: [String: VoteRow] = [:]
    for row in log.rows { waiting[row.requestHash] = row }
    for file in files {
      let cursor = try LineCursor(path: file)
      var settled: [VoteRow] = []
      while try cursor.next() {
        if cursor.isBlank { continue }
        report.lines += 1
        guard cursor.isWhole, let answer = BatchAnswer(cursor.content) else {
          report.malformed += 1
          if report.firstMalformed == nil { report.firstMalformed = "\(file): line \(cursor.number)" }
          continue
        }
        guard var row = waiting[answer.customID] else {
          report.unknown += 1
          continue
        }
        guard !row.outcome.isAnswered else {
          report.duplicate += 1
          continue
        }
        switch answer.content {
        case .answer(let content): row = settle(content, row)
        case .failed: row.outcome = .httpError
        case .notRun: row.outcome = .expired
        }
        waiting[row.requestHash] = row
        settled.append(row)
        report.outcomes[row.outcome.rawValue, default: 0] += 1
      }
      try record(settled)
    }
    report.missing = waiting.values.count { $0.outcome == .pending }
    return report
  }
}

/// The votes of an annotation as work for a live server.
private final class AnnotationWork: LiveWork {
  typealias Item = AnnotationJob.Item

  private let job: AnnotationJob
  private let options: ModelOptions
  private var ready: ArraySlice<Item>

  init(_ job: AnnotationJob, _ options: ModelOptions) {
    self.job = job
    self.options = options
    ready = job.allDue(options)[...]
  }

  func next() -> (item: Item, request: ChatRequest)? { ready.popFirst().map { ($0, $0.request) } }

  // A vote costs little and is asked anew if the process dies: only answers are recorded.
  func begin(_ items: [Item]) {}

  func settle(_ results: [(item: Item, outcome: ChatClient.Outcome)]) throws -> [Settlement] {
    var settled: [VoteRow] = []
    var answered: [Item] = []
    for (item, outcome) in results {
      switch outcome {
      case .answer(let answer):
        settled.append(job.settle(answer, item.row))
        answered.append(item)
      case .failed:
        var row = item.row
        row.outcome = .httpError
        settled.append(row)
      case .hopeless, .stopped: break
      }
    }
    try job.record(settled)
    for item in answered {
      if let again = job.due(document: item.document, vote: item.row.vote, options: options) { ready.append(again) }
    }
    return settled.map {
      Settlement(outcome: $0.outcome, tokensIn: $0.tokensIn ?? 0, tokensOut: $0.tokensOut ?? 0)
    }
  }

  func finish() {}
}
