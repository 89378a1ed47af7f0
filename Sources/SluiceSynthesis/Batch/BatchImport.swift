internal import SluiceCore
internal import SluiceIO

extension RequestEngine {
  /// Takes answers back, in any order, from any number of files, plain or compressed.
  ///
  /// - Throws: `IOFailure` if a file cannot be read to its end; the answers read before that are recorded.
  package func importAnswers(_ files: [String], isStopping: () -> Bool = { false }) throws -> ImportReport {
    var run = ImportRun(stage)
    do {
      for file in files { try run.read(file, isStopping) }
    } catch {
      try run.flush()
      throw error
    }
    try run.flush()
    try stage.store.finish()
    run.report.missing = try stage.store.missing()
    return run.report
  }
}

extension BatchAnswer.Content {
  /// Which of two lines about a request counts: the heavier one.
  fileprivate var weight: Int {
    switch self {
    case .answer: 2
    case .unreadable: 1
    case .failed, .notRun: 0
    }
  }
}

/// Collects answers until they are worth a pass over the stage's documents, which judging them needs.
private struct ImportRun<Stage: RequestStage> {
  typealias Row = Stage.Store.Row

  /// Bytes of answers in memory before they are judged.
  static var mostBytes: Int { 256 << 20 }
  static var rowsPerTransaction: Int { 1000 }

  let stage: Stage
  var report = ImportReport()
  private var answers: [Name: BatchAnswer.Content] = [:]
  private var bytes = 0

  init(_ stage: Stage) { self.stage = stage }

  mutating func read(_ file: String, _ isStopping: () -> Bool) throws {
    let cursor = try LineCursor(path: file)
    while !isStopping(), try cursor.next() {
      if cursor.isBlank { continue }
      report.lines += 1
      guard cursor.isWhole, let answer = BatchAnswer(cursor.content) else {
        report.malformed += 1
        if report.firstMalformed == nil { report.firstMalformed = "\(file): line \(cursor.number)" }
        continue
      }
      add(answer)
      bytes += cursor.bytes.count
      if bytes >= Self.mostBytes { try flush() }
    }
  }

  private mutating func add(_ answer: BatchAnswer) {
    if let earlier = answers[Name(answer.customID)] {
      report.duplicate += 1
      // If one line says that a request failed and another one has its answer, the answer counts.
      guard answer.content.weight > earlier.weight else { return }
    }
    answers[Name(answer.customID)] = answer.content
  }

  /// Judges and records the answers in memory, in the order of their hashes: the order of lines and files
  /// makes no difference.
  mutating func flush() throws {
    var unanswered: [Row] = []
    var unreadable: [(row: Row, answer: UnreadableAnswer)] = []
    var answered: [(row: Row, answer: ChatAnswer)] = []
    for (hash, content) in answers.sorted(by: { $0.key < $1.key }) {
      guard var row = try stage.store.row(requestHash: hash.text) else {
        report.unknown += 1
        continue
      }
      guard !row.outcome.isAnswered, row.outcome != .superseded else {
        report.duplicate += 1
        continue
      }
      switch content {
      case .answer(let answer):
        answered.append((row.outcome == .pending ? row : try stage.store.reopen(row), answer))
      case .unreadable(let answer):
        guard row.outcome != .unreadable else {
          report.duplicate += 1
          continue
        }
        unreadable.append((row.outcome == .pending ? row : try stage.store.reopen(row), answer))
      case .failed, .notRun:
        guard row.outcome == .pending else {
          report.duplicate += 1
          continue
        }
        if case .failed = content { row.outcome = .httpError } else { row.outcome = .expired }
        unanswered.append(row)
      }
    }
    try record(&unanswered)
    try setAside(unreadable)
    try judge(answered)
    answers = [:]
    bytes = 0
  }

  private mutating func setAside(_ unreadable: [(row: Row, answer: UnreadableAnswer)]) throws {
    guard !unreadable.isEmpty else { return }
    try stage.store.aside.keep(unreadable.map { ($0.row.requestHash, $0.answer) })
    report.unreadableFile = stage.store.aside.path
    var rows = unreadable.map(\.row)
    for index in rows.indices { rows[index].outcome = .unreadable }
    try record(&rows)
  }

  private mutating func judge(_ answered: [(row: Row, answer: ChatAnswer)]) throws {
    guard !answered.isEmpty else { return }
    var open = Dictionary(grouping: answered) { Name($0.row.documentKey) }
    var judged: [Row] = []
    let documents = try stage.documents(of: answered.map(\.row))
    while !open.isEmpty, let document = try documents() {
      for (row, answer) in open.removeValue(forKey: Name(document.key)) ?? [] {
        judged.append(stage.judge(answer, to: row, about: document))
      }
      if judged.count >= Self.rowsPerTransaction { try record(&judged) }
    }
    try record(&judged)
    report.documentGone += open.values.reduce(0) { $0 + $1.count }
  }

  private mutating func record(_ rows: inout [Row]) throws {
    guard !rows.isEmpty else { return }
    try stage.store.record(rows, fromBatch: true)
    for row in rows { report.outcomes[row.outcome.rawValue, default: 0] += 1 }
    rows = []
  }
}
