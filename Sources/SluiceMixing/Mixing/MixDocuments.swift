internal import SluiceCore
internal import SluiceIO
internal import SluiceLedger
internal import SluicePipeline
internal import SluiceRun

/// Reads the documents of one input file, in order. One owner at a time.
final class MixDocuments {
  private let input: MixInput
  private let source: RunSource
  private let path: String
  private let progress: WorkProgress
  /// Of kept lines and rows of queues.
  private let documents: DocumentParser
  private let made = FieldReader<SyntheticRow.Field>()

  init(_ input: MixInput, of source: RunSource, _ progress: WorkProgress = WorkProgress()) {
    self.input = input
    self.source = source
    self.progress = progress
    path = source.folder + "/" + input.path
    documents = DocumentParser(source.fields)
  }

  /// - Returns: the file's SHA-256.
  /// - Throws: `MixFailure` if the file is not the one that was committed, or a line is not a document.
  func forEachDocument(_ body: (MixDocument) throws -> Void) throws -> String {
    let body: (MixDocument) throws -> Void = { [progress] in
      try body($0)
      progress.documentDone()
    }
    let sha256 =
      switch input.form {
      case .kept(let shard, let level): try readKept(shard, level, body)
      case .queue(let lane): try readQueue(lane, body)
      case .synthetic: try readSynthetic(body)
      }
    if let expected = input.sha256, sha256 != expected {
      throw MixFailure(path: path, "the file is not as it was committed; `sluice verify` tells more")
    }
    return sha256
  }

  private func cursor(maxLineBytes: Int) throws -> LineCursor {
    var options = source.reader
    options.replaysQuarantine = false
    options.hashing = true
    options.maxLineBytes = maxLineBytes
    return try LineCursor(path: path, options: options)
  }

  private func readKept(_ shard: ShardRecord, _ level: Int?, _ body: (MixDocument) throws -> Void) throws -> String {
    // A reader of this file's own: one reader answers one question at a time.
    let ledger = try LedgerReader(folder: source.folder)
    let lines = try cursor(maxLineBytes: source.reader.maxLineBytes)
    try KeptLines(ledger: ledger, source: source, shard: shard, level: level).forEachLine { line, score in
      guard try lines.next(), lines.isWhole else {
        throw MixFailure(path: path, "has \(lines.number.counted("document")); the ledger has more")
      }
      let fields = try accept(documents.parse(lines), lines.number)
      try body(
        MixDocument(
          text: fields.text, id: fields.id, source: fields.source,
          key: DocumentKey(shard: shard.input.path, line: line).description, score: score))
    }
    guard try !lines.next() else {
      throw MixFailure(path: path, "has more documents than the ledger's \(lines.number - 1)")
    }
    return lines.sha256 ?? ""
  }

  private func readQueue(_ lane: Lane, _ body: (MixDocument) throws -> Void) throws -> String {
    // Tags may make a row many times as long as its line.
    let rows = try QueueRowReader(
      folder: source.folder, path: input.path, lane: lane, safetyKey: source.safetyKey,
      maxLineBytes: source.reader.maxLineBytes * 32, hashing: true)
    try rows.next()
    while let row = rows.row {
      let fields = try accept(documents.parse(rows.content), rows.count)
      try body(
        MixDocument(
          text: fields.text, id: fields.id, source: fields.source, key: row.key.description,
          score: Int(row.score.rawValue)))
      try rows.next()
    }
    return rows.sha256 ?? ""
  }

  private func readSynthetic(_ body: (MixDocument) throws -> Void) throws -> String {
    let lines = try cursor(maxLineBytes: SyntheticRow.maxBytes)
    while try lines.next() {
      guard lines.isWhole else { throw MixFailure(path: path, "line \(lines.number) is too long") }
      let row = try accept(made.parse(lines), lines.number)
      let text = try accept(row[.text].text, lines.number)
      guard let originKey = row[.originKey].string, let stage = row[.stage].string else {
        throw MixFailure(path: path, "line \(lines.number): metadata.origin_key or metadata.stage is missing")
      }
      func string(_ field: SyntheticRow.Field) -> String { row[field].string ?? "" }
      try row[.id].withIdentifier { id in
        try body(
          MixDocument(
            text: text, id: id, source: row[.source].bytes, key: originKey,
            score: row[.originScore].identifier.flatMap { Int($0) } ?? -1,
            making: MixDocument.Making(
              stage: stage, style: string(.style), model: string(.model), prompt: string(.prompt),
              promptVersion: row[.promptVersion].identifier ?? "")))
      }
    }
    return lines.sha256 ?? ""
  }

  private func accept<Found>(_ found: Result<Found, QuarantineReason>, _ number: Int) throws -> Found {
    switch found {
    case .success(let found): return found
    case .failure(let reason):
      throw MixFailure(path: path, "line \(number) is not a document: \(reason.explanation)")
    }
  }
}
