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
  private let fields: LineParser

  init(_ input: MixInput, of source: RunSource, _ progress: WorkProgress = WorkProgress()) {
    self.input = input
    self.source = source
    self.progress = progress
    path = source.folder + "/" + input.path
    let paths = input.form == .synthetic ? FieldPaths() : source.fields
    fields = LineParser(
      fields: FieldPaths(text: paths.text, id: paths.id, source: paths.source, url: ""), reservedKey: "")
  }

  /// - Returns: the file's SHA-256.
  /// - Throws: `MixFailure` if the file is not the one that was committed, or a line is no document.
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

  private func cursor() throws -> LineCursor {
    var options = source.reader
    options.replaysQuarantine = false
    options.hashing = true
    return try LineCursor(path: path, options: options)
  }

  private func readKept(_ shard: ShardRecord, _ level: Int?, _ body: (MixDocument) throws -> Void) throws -> String {
    // A reader of this file's own: one reader answers one question at a time.
    let ledger = try LedgerReader(folder: source.folder)
    let lines = try cursor()
    try KeptLines(ledger: ledger, source: source, shard: shard, level: level).forEachLine { line, score in
      guard try lines.next(), lines.isWhole else {
        throw MixFailure(path: path, "has \(lines.number.counted("document")); the ledger has more")
      }
      let isMarked = line == 1 && lines.bytes.starts(with: [0xef, 0xbb, 0xbf])
      let fields = try parse(isMarked ? UnsafeBufferPointer(rebasing: lines.bytes[3...]) : lines.bytes, lines.number)
      try body(
        MixDocument(
          text: fields.text, id: fields.id, source: fields.source, key: "\(shard.input.path)#\(line)", score: score))
    }
    guard try !lines.next() else {
      throw MixFailure(path: path, "has more documents than the ledger's \(lines.number - 1)")
    }
    return lines.sha256 ?? ""
  }

  private func readQueue(_ lane: Lane, _ body: (MixDocument) throws -> Void) throws -> String {
    let rows = try QueueRowReader(
      folder: source.folder, path: input.path, lane: lane, safetyKey: source.safetyKey,
      maxLineBytes: source.reader.maxLineBytes * 32, hashing: true)
    try rows.next()
    while let row = rows.row {
      let fields = try parse(rows.bytes, rows.count)
      try body(
        MixDocument(
          text: fields.text, id: fields.id, source: fields.source, key: row.key.description,
          score: Int(row.score.rawValue)))
      try rows.next()
    }
    return rows.sha256 ?? ""
  }

  // A parser finds four fields; the making of a synthetic text has seven.
  private let origin = LineParser(
    fields: FieldPaths(
      text: "metadata.origin_key", id: "metadata.origin_score", source: "metadata.model", url: "metadata.prompt"),
    reservedKey: "")
  private let making = LineParser(
    fields: FieldPaths(
      text: "metadata.stage", id: "metadata.prompt_version", source: "metadata.style", url: ""), reservedKey: "")

  private func readSynthetic(_ body: (MixDocument) throws -> Void) throws -> String {
    let lines = try cursor()
    while try lines.next() {
      guard lines.isWhole else { throw MixFailure(path: path, "line \(lines.number) is too long") }
      let fields = try parse(lines.bytes, lines.number)
      guard case .success(let from) = origin.parse(lines.bytes), case .success(let made) = making.parse(lines.bytes)
      else {
        throw MixFailure(path: path, "line \(lines.number): metadata.origin_key or metadata.stage is missing")
      }
      func string(_ bytes: UnsafeBufferPointer<UInt8>?) -> String {
        bytes.map { String(decoding: $0, as: UTF8.self) } ?? ""
      }
      try body(
        MixDocument(
          text: fields.text, id: fields.id, source: fields.source, key: string(from.text),
          score: Int(string(from.id)) ?? -1,
          making: MixDocument.Making(
            stage: string(made.text), style: string(made.source), model: string(from.source),
            prompt: string(from.url), promptVersion: string(made.id))))
    }
    return lines.sha256 ?? ""
  }

  private func parse(_ line: UnsafeBufferPointer<UInt8>, _ number: Int) throws -> LineFields {
    switch fields.parse(line) {
    case .success(let found): return found
    case .failure(let problem):
      throw MixFailure(path: path, "line \(number) is no document: \(QuarantineReason(problem).explanation)")
    }
  }
}
