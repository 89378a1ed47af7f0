internal import Foundation
package import SluiceCore
internal import SluiceIO
package import SluiceLedger

/// Keeps a stage's answers: the ledger's rows, a journal of accepted texts, and the published files.
///
/// An answer is recorded in this order: its text is appended to the journal and flushed, then one
/// transaction writes the row's outcome and moves the journal's end. Anything after that end is cut off when
/// the stage is opened again. Publishing writes the journal's texts to new files, in the order of their
/// documents, and one transaction names the files and begins the next journal; files that no transaction has
/// named are removed. So a death at any point loses no recorded answer and publishes none twice.
package final class SynthesisStore: RequestStore {
  let folder: String
  let stage: SynthesisStage
  let ledger: Ledger
  package let aside: AsideFile
  private var number: Int
  private var journal: PartialFile
  /// Accepted texts that are not published yet.
  package private(set) var unpublished: Int

  /// The most texts in a published file, and the most that wait in the journal.
  static let rowsPerFile = 20_000

  private var stageFolder: String { "synthetic/\(stage.rawValue)" }

  /// - Throws: `IOFailure`, `LedgerError`.
  package init(folder: String, stage: SynthesisStage, ledger: Ledger, state: SynthesisStageState) throws {
    self.folder = folder
    self.stage = stage
    self.ledger = ledger
    number = state.journal
    let journals = folder + "/synthetic/.journal"
    aside = AsideFile(path: "\(journals)/unreadable-\(stage.rawValue).jsonl")
    try Folders.create(journals, below: folder)
    try Folders.create(folder + "/synthetic/" + stage.rawValue, below: folder)
    let path = Self.journalPath(folder, stage, number)
    let end = state.journalEnd
    journal =
      try end.bytes == 0 ? PartialFile(path: path) : PartialFile(path: path, keeping: end.bytes, sha256: end.sha256)
    try Folders.sync(journals)
    unpublished = 0
    try removeStrays()
    unpublished = try readJournal().count
  }

  private static func journalPath(_ folder: String, _ stage: SynthesisStage, _ number: Int) -> String {
    "\(folder)/synthetic/.journal/\(stage.rawValue)-\(number).jsonl"
  }

  /// Removes what an interrupted publication left: files without a row, journals before and after this one.
  private func removeStrays() throws {
    let known = Set(try ledger.reader.synthesisFiles(stage: stage).map { Name($0.path) })
    for name in try FileTree.names(in: folder + "/" + stageFolder) {
      let path: Name = "\(stageFolder)/\(name)"
      guard name.hasPrefix("part-"), !known.contains(path) else { continue }
      try OwnFolders.remove(path.path(in: folder))
    }
    let current: Name = "\(stage.rawValue)-\(number).jsonl\(PartialFile.suffix)"
    let journals = folder + "/synthetic/.journal"
    for name in try FileTree.names(in: journals)
    where name.hasPrefix(stage.rawValue + "-") && name != current {
      try OwnFolders.remove(name.path(in: journals))
    }
  }

  package func attempts(_ key: String) throws -> [SynthesisAttempt] {
    try ledger.reader.synthesisAttempts(stage: stage, key: key)
  }

  package func spent() throws -> TokenCount {
    try ledger.reader.synthesisCounts().filter { $0.stage == stage }.reduce(into: TokenCount()) {
      $0 += TokenCount(sent: $1.tokensIn, received: $1.tokensOut)
    }
  }

  package func row(requestHash: String) throws -> SynthesisRow? {
    guard let attempt = try ledger.reader.synthesisAttempt(requestHash: requestHash), attempt.stage == stage else {
      return nil
    }
    return SynthesisRow(attempt)
  }

  package func begin(_ requests: [DueRequest<SynthesisRow>], inBatch file: String?) throws {
    let superseded = requests.compactMap(\.supersedes).map { old in
      var attempt = old.attempt
      attempt.outcome = .superseded
      return attempt
    }
    try ledger.addSynthesis(
      requests.filter(\.isNew).map(\.row.attempt), superseding: superseded,
      batch: file.map {
        (SynthesisBatch(stage: stage, path: $0, requests: requests.count), requests.map(\.request.hash))
      })
  }

  package func record(_ rows: [SynthesisRow], fromBatch: Bool) throws {
    guard !rows.isEmpty else { return }
    let texts = rows.compactMap(\.text)
    if !texts.isEmpty { try journal.append(texts) }
    try ledger.recordOutcomes(
      rows.map(\.attempt), stage: stage, journalEnd: texts.isEmpty ? nil : journal.end, fromBatch: fromBatch)
    unpublished += texts.count
    if unpublished >= Self.rowsPerFile { try finish() }
  }

  /// Another attempt: the row of the one that had no answer stays as it is.
  package func reopen(_ row: SynthesisRow) throws -> SynthesisRow {
    var next = row.attempt
    next.attempt = (try attempts(next.key).last?.attempt ?? 0) + 1
    next.outcome = .pending
    try ledger.addSynthesis([next])
    return SynthesisRow(next)
  }

  package func missing() throws -> Int { try ledger.reader.synthesisMissing(stage: stage) }

  /// Files that were recorded, but not renamed before the process died, get their names.
  package func batchFolder(_ path: String) throws -> BatchFolder {
    var folder = BatchFolder(path: try FileTree.canonical(path))
    let batches = try ledger.reader.synthesisBatches(stage: stage)
    folder.taken = Set(batches.map { Name($0.path) })
    var waiting: Set<Name> = []
    for batch in batches where Name(batch.path).parent == Name(folder.path) && !batch.imported {
      let partial = PartialFile.partialPath(batch.path)
      if !Folders.exists(batch.path), Folders.exists(partial) {
        guard Folders.rename(partial, to: batch.path) else {
          throw systemFailure(.unwritable, path: batch.path, "cannot give the batch file its name")
        }
        try Folders.sync(folder.path)
      }
      if Folders.exists(batch.path) { waiting.insert(Name(batch.path)) }
    }
    folder.holds = { [ledger, waiting] hash in
      guard !waiting.isEmpty, let batch = try ledger.reader.synthesisBatch(requestHash: hash) else { return false }
      return waiting.contains(Name(batch.path))
    }
    return folder
  }

  private func readJournal() throws -> [AcceptedText] {
    let decoder = JSONDecoder()
    var texts: [AcceptedText] = []
    let path = journal.path + PartialFile.suffix
    guard journal.bytes > 0 else { return [] }
    let cursor = try LineCursor(path: path, options: .known)
    while try cursor.next() {
      guard let text = try? decoder.decode(AcceptedText.self, from: Data(cursor.bytes)) else {
        throw IOFailure(.corrupt, path: path, "line \(cursor.number) was not written by sluice")
      }
      texts.append(text)
    }
    return texts
  }

  /// Publishes what was accepted: moves the journal's texts to a new file, in the order of their documents. The
  /// parts of a document stay until the others have come.
  package func finish() throws {
    guard unpublished > 0 else { return }
    var byKey: [Name: [AcceptedText]] = [:]
    for text in try readJournal() { byKey[Name(text.key), default: []].append(text) }
    var whole: [(key: DocumentKey, parts: [AcceptedText])] = []
    var waiting: [AcceptedText] = []
    for (key, parts) in byKey {
      if Set(parts.map(\.part)).count == parts[0].parts, let key = DocumentKey(key.text) {
        whole.append((key, parts.sorted { $0.part < $1.part }))
      } else {
        waiting += parts
      }
    }
    guard !whole.isEmpty else { return }
    whole.sort { $0.key < $1.key }
    waiting.sort { (Name($0.key), $0.part) < (Name($1.key), $1.part) }

    let files = try ledger.reader.synthesisFiles(stage: stage).count
    var published: [SynthesisFile] = []
    var places: [(key: String, attempt: Int, path: String, line: Int)] = []
    for start in stride(from: 0, to: whole.count, by: Self.rowsPerFile) {
      let rows = whole[start..<min(start + Self.rowsPerFile, whole.count)]
      let file = try write(rows.map { AcceptedText.join($0.parts) }, number: files + published.count + 1)
      published.append(file)
      for (line, row) in rows.enumerated() {
        places += row.parts.map { ($0.key, $0.attempt, file.path, line + 1) }
      }
    }
    try Folders.sync(folder + "/" + stageFolder)

    let next = try PartialFile(path: Self.journalPath(folder, stage, number + 1))
    try next.append(waiting)
    try Folders.sync(folder + "/synthetic/.journal")
    try ledger.publishSynthesis(published, places: places, stage: stage, journalEnd: next.end)
    let old = journal.path
    journal = next
    number += 1
    unpublished = waiting.count
    try PartialFile.remove(path: old)
  }

  private func write(_ texts: [AcceptedText], number: Int) throws -> SynthesisFile {
    let path = "\(stageFolder)/part-\(FileNumber.digits(number)).jsonl.zst"
    let file = try RowFile(path: folder + "/" + path, codec: OutputCodec(.zstd))
    for text in texts {
      text.row(stage: stage.rawValue).append(to: file.rows)
      try file.endRow()
    }
    let (bytes, sha256) = try file.publish()
    return SynthesisFile(stage: stage, path: path, lines: texts.count, bytes: bytes, sha256: sha256)
  }
}

/// A journal.
extension PartialFile {
  /// Appends texts and waits until they are on disk.
  fileprivate func append(_ texts: [AcceptedText]) throws {
    for text in texts { try text.line().withUnsafeBytes { try append($0) } }
    try sync()
  }

  fileprivate var end: SynthesisJournalEnd { SynthesisJournalEnd(bytes: bytes, sha256: sha256) }
}
