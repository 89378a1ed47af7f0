internal import SluiceCore
internal import SluiceIO

/// The result of writing batch files.
package struct BatchReport: Sendable, Codable {
  /// Files written now.
  package var files: [String] = []
  package var requests = 0
  /// Requests that are already in files of the folder, of which nothing was imported yet.
  package var alreadyWritten = 0
  /// Documents that are longer than a request takes, with `--long skip`.
  package var skipped = 0
  /// Documents whose answers were all rejected.
  package var exhausted = 0
}

/// How large a batch file may become.
package struct BatchLimits: Sendable {
  package var lines = 5000
  /// Below the 200 MB that services take.
  package var bytes = 190_000_000

  package init() {}
}

extension RequestEngine {
  /// Writes the requests that are due as batch files: those never sent, those without an answer, and the
  /// next attempt where an answer was rejected. Each file is recorded as a whole: a death between two files
  /// loses nothing, and a rerun into the same folder does not write again what is there.
  ///
  /// - Throws: `IOFailure`, `LedgerError`, `SynthesisError`.
  package func writeBatches(
    to folder: String, options: ModelOptions, limits: BatchLimits = .init(), isStopping: () -> Bool = { false }
  ) throws -> BatchReport {
    var folder = try stage.store.batchFolder(OutputFolder.take(folder))
    var queue = try DueQueue(stage, options)
    var report = BatchReport()
    var gathered: [DueRequest<Row>] = []
    var bytes = 0
    func flush() throws {
      guard !gathered.isEmpty else { return }
      report.files.append(try write(gathered, to: &folder))
      report.requests += gathered.count
      gathered = []
      bytes = 0
    }
    while !isStopping(), let (_, due) = try queue.next() {
      if !due.isNew, try folder.holds(due.row.requestHash) {
        report.alreadyWritten += 1
        continue
      }
      let line = due.request.body.count + 160
      if gathered.count == limits.lines || bytes + line > limits.bytes { try flush() }
      gathered.append(due)
      bytes += line
    }
    try flush()
    report.skipped = queue.skipped
    report.exhausted = queue.exhausted
    return report
  }

  private func write(_ requests: [DueRequest<Row>], to folder: inout BatchFolder) throws -> String {
    let file = try BatchFile.create(in: folder.path, name: stage.name, taken: folder.taken)
    folder.taken.insert(Name(file.path))
    for due in requests { try due.request.batchLine.withUnsafeBytes { try file.append($0) } }
    try file.sync()
    try stage.store.begin(requests, inBatch: file.path)
    try file.publish()
    try Folders.sync(folder.path)
    return file.path
  }
}
