internal import SluiceCore
internal import SluiceIO
internal import SluiceLedger

/// What reading answers came to. Every line of every file is in exactly one count.
package struct ImportReport: Sendable, Codable {
  package var lines = 0
  /// Requests by what became of them now.
  package var outcomes: [String: Int] = [:]
  /// Answers to requests that had theirs already, or came twice in these files; the first answer counts.
  package var duplicate = 0
  /// Lines whose `custom_id` names no request of the stage.
  package var unknown = 0
  /// Lines that are no answer at all; `firstMalformed` says where the first one is.
  package var malformed = 0
  package var firstMalformed: String?
  /// Answers about documents that are no longer in the queue.
  package var documentGone = 0
  /// Requests of imported batch files that still have no answer; the next `--batch` asks them again.
  package var missing = 0

  package init() {}
}

extension StageSession {
  /// Takes answers back, in any order, from any number of files, plain or compressed.
  ///
  /// - Throws: `IOFailure` if a file cannot be read to its end; what was settled before stays settled.
  package func importAnswers(_ files: [String], isStopping: () -> Bool = { false }) throws -> ImportReport {
    var run = ImportRun(session: self)
    for file in files {
      let cursor = try LineCursor(path: file)
      while !isStopping(), try cursor.next() {
        guard cursor.isWhole else {
          run.addMalformed(file, cursor.number)
          continue
        }
        if cursor.isBlank { continue }
        try run.add(cursor.content, file, cursor.number)
      }
    }
    try run.flush()
    try finish()
    run.report.missing = try store.ledger.reader.synthesisMissing(stage: stage)
    return run.report
  }
}

/// Collects answers until they are worth a pass over the queue, whose documents the checks need.
private struct ImportRun {
  /// Bytes of answers held at most.
  static let held = 256 << 20
  static let rowsPerTransaction = 1000

  let session: StageSession
  var report = ImportReport()
  private var answers: [String: BatchAnswer.Content] = [:]
  private var bytes = 0

  init(session: StageSession) { self.session = session }

  mutating func addMalformed(_ file: String, _ line: Int) {
    report.lines += 1
    report.malformed += 1
    if report.firstMalformed == nil { report.firstMalformed = "\(file): line \(line)" }
  }

  mutating func add(_ line: UnsafeBufferPointer<UInt8>, _ file: String, _ number: Int) throws {
    guard let answer = BatchAnswer(line) else { return addMalformed(file, number) }
    report.lines += 1
    if let held = answers[answer.customID] {
      report.duplicate += 1
      // A failure and a success of one request, in two files: the answer counts.
      if case .answer = held { return }
      guard case .answer = answer.content else { return }
    }
    answers[answer.customID] = answer.content
    bytes += line.count
    if bytes >= Self.held { try flush() }
  }

  /// Settles what is held.
  mutating func flush() throws {
    var settled: [Settled] = []
    var open: [String: [(attempt: SynthesisAttempt, answer: ChatAnswer)]] = [:]
    for (hash, content) in answers.sorted(by: { $0.key < $1.key }) {
      guard var attempt = try session.store.ledger.reader.synthesisAttempt(requestHash: hash),
        attempt.stage == session.stage
      else {
        report.unknown += 1
        continue
      }
      guard !attempt.outcome.isAnswered, attempt.outcome != .superseded else {
        report.duplicate += 1
        continue
      }
      switch content {
      case .answer(let answer):
        if attempt.outcome != .pending { attempt = try reopen(attempt) }
        open[attempt.key, default: []].append((attempt, answer))
      case .failed, .notRun:
        guard attempt.outcome == .pending else {
          report.duplicate += 1
          continue
        }
        if case .failed = content { attempt.outcome = .httpError } else { attempt.outcome = .expired }
        settled.append(Settled(attempt: attempt))
      }
    }
    try record(&settled, all: true)
    try judge(&open)
    report.documentGone += open.values.reduce(0) { $0 + $1.count }
    answers = [:]
    bytes = 0
  }

  /// An answer to a request that was taken to have none: another attempt.
  private func reopen(_ attempt: SynthesisAttempt) throws -> SynthesisAttempt {
    var next = attempt
    next.attempt = (try session.store.attempts(attempt.key).last?.attempt ?? 0) + 1
    next.outcome = .pending
    try session.store.ledger.addSynthesis([next])
    return next
  }

  /// Passes over the stage's documents and judges the answers to each.
  private mutating func judge(_ open: inout [String: [(attempt: SynthesisAttempt, answer: ChatAnswer)]]) throws {
    guard !open.isEmpty else { return }
    var settled: [Settled] = []
    let documents = try session.documents(Set(open.keys))
    while !open.isEmpty, let document = try documents.nextDocument() {
      for (attempt, answer) in open.removeValue(forKey: document.key) ?? [] {
        settled.append(session.settle(answer, to: attempt, about: document))
      }
      try record(&settled, all: false)
    }
    try record(&settled, all: true)
  }

  private mutating func record(_ settled: inout [Settled], all: Bool) throws {
    guard !settled.isEmpty, all || settled.count >= Self.rowsPerTransaction else { return }
    try session.store.settle(settled, fromBatch: true)
    for row in settled { report.outcomes[row.attempt.outcome.rawValue, default: 0] += 1 }
    settled = []
  }
}
