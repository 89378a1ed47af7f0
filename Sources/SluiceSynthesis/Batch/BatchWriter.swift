internal import Foundation
internal import SluiceCore
internal import SluiceIO
internal import SluiceLedger

/// What writing batch files came to.
package struct BatchReport: Sendable, Codable {
  /// Files written now.
  package var files: [String] = []
  package var requests = 0
  /// Requests that stand in files of the folder already, of which nothing was imported yet.
  package var alreadyWritten = 0
  /// Documents that are longer than a request takes, with `--long skip`.
  package var skipped = 0
  /// Documents whose answers were all rejected.
  package var exhausted = 0
}

extension StageSession {
  /// Sizes of a batch file.
  package struct BatchLimits: Sendable {
    package var lines = 5000
    /// Below the 200 MB that services take.
    package var bytes = 190_000_000

    package init() {}
  }

  /// Writes the requests that are due as batch files: those never sent, those without an answer, and the
  /// next attempt where an answer was rejected. Each file is one transaction: a death between two files
  /// loses nothing, and a rerun into the same folder does not write what stands there.
  ///
  /// - Throws: `IOFailure`, `LedgerError`, `SynthesisError`.
  package func writeBatches(
    to folder: String, options: ModelOptions, limits: BatchLimits = .init(), isStopping: () -> Bool = { false }
  ) throws -> BatchReport {
    let folder = try FileTree.canonical(OutputFolder.take(folder))
    let planner = try planner(options)
    let documents = try documents()
    var report = BatchReport()
    var pending: [PlannedRequest] = []
    var bytes = 0
    var waiting = try finishInterrupted(in: folder)
    func flush() throws {
      guard !pending.isEmpty else { return }
      report.files.append(try write(pending, to: folder))
      report.requests += pending.count
      pending = []
      bytes = 0
    }
    while !isStopping(), let document = try documents.nextDocument() {
      switch planner.state(of: document, after: try store.attempts(document.key)) {
      case .skipped: report.skipped += 1
      case .exhausted: report.exhausted += 1
      case .accepted: break
      case .due(let requests):
        for request in requests {
          if !request.isNew, try stands(request.request.hash, in: folder, &waiting) {
            report.alreadyWritten += 1
            continue
          }
          let line = request.request.body.count + 160
          if pending.count == limits.lines || bytes + line > limits.bytes { try flush() }
          pending.append(request)
          bytes += line
        }
      }
    }
    try flush()
    return report
  }

  /// Gives files that were recorded, but not renamed before the process died, their names.
  ///
  /// - Returns: batch files in the folder of which nothing was imported.
  private func finishInterrupted(in folder: String) throws -> Set<String> {
    var waiting: Set<String> = []
    for batch in try store.ledger.reader.synthesisBatches(stage: stage)
    where Folders.parent(of: batch.path) == folder && !batch.imported {
      let partial = batch.path + PartialFile.suffix
      if !Folders.exists(batch.path), Folders.exists(partial) {
        try FileManager.default.moveItem(atPath: partial, toPath: batch.path)
        try Folders.sync(folder)
      }
      if Folders.exists(batch.path) { waiting.insert(batch.path) }
    }
    return waiting
  }

  private func stands(_ hash: String, in folder: String, _ waiting: inout Set<String>) throws -> Bool {
    guard !waiting.isEmpty, let batch = try store.ledger.reader.synthesisBatch(requestHash: hash) else { return false }
    return waiting.contains(batch.path)
  }

  private func write(_ requests: [PlannedRequest], to folder: String) throws -> String {
    let known = Set(try store.ledger.reader.synthesisBatches(stage: stage).map(\.path))
    let file = try BatchFile.create(in: folder, name: stage.rawValue, taken: known)
    for request in requests { try request.request.batchLine.withUnsafeBytes { try file.append($0) } }
    try file.sync()
    try store.ledger.addSynthesis(
      requests.filter(\.isNew).map(\.attempt), superseding: requests.compactMap(\.superseded),
      batch: (SynthesisBatch(stage: stage, path: file.path, requests: requests.count), requests.map(\.request.hash)))
    try file.publish()
    try Folders.sync(folder)
    return file.path
  }
}

extension PlannedRequest {
  /// The row it replaces, as it is to be recorded.
  var superseded: SynthesisAttempt? {
    guard var old = supersedes else { return nil }
    old.outcome = .superseded
    return old
  }
}
