internal import SluiceClassifier
internal import SluiceCore
internal import SluiceIO
internal import SluiceLedger

/// Explains the documents of a run from its ledger.
package struct RunExplainer {
  /// What is told besides the ledger's row.
  package struct Options: Sendable {
    /// Whether the text that drove the score is read again from the input.
    package var showsText = false
    /// The run's native model, to tell which words weighed most; nil is the one inside the program.
    package var model: String?

    package init() {}
  }

  /// Why nothing can be told of a document.
  package struct NotFound: Error, CustomStringConvertible {
    package var folder: String
    package var document: String
    package var detail: String
    package var description: String { "\(folder.shown): cannot explain \(document.shown): \(detail)" }

    package init(folder: String, document: String, detail: String) {
      self.folder = folder
      self.document = document
      self.detail = detail
    }
  }

  private let folder: String
  private let reader: LedgerReader
  private let run: RunRecord
  private let options: Options

  package init(folder: String, options: Options) throws {
    self.folder = folder
    self.options = options
    reader = try LedgerReader(folder: folder)
    run = try reader.run()
  }

  /// - Parameter document: a key, or an id that several documents may share.
  /// - Returns: nothing if no document has this id and no shard this key.
  /// - Throws: `NotFound` if there is the shard, but no row for its line.
  package func explain(_ document: String) throws -> [Explanation] {
    let found = try explanations(of: document)
    // Copied from JSON, a name that is not UTF-8 has scalars for its bytes, which a shell hands over as they are.
    let copied = String(decoding: document.fileSystemBytes, as: UTF8.self)
    return try found.isEmpty && Name(copied) != Name(document) ? explanations(of: copied) : found
  }

  private func explanations(of document: String) throws -> [Explanation] {
    if let key = DocumentKey(document), let shard = try reader.shard(path: key.shard) {
      if let decision = try reader.decision(for: key) { return [try explain(decision)] }
      if let quarantined = try reader.quarantined(key: key, limit: 1).first { return [Explanation(quarantined)] }
      throw NotFound(folder: folder, document: document, detail: reasonForNoRow(shard, key))
    }
    return try reader.decisions(documentID: document).map(explain)
  }

  /// For a document that neither this run nor anything made from it holds.
  package func unknown(_ document: String) -> NotFound {
    NotFound(
      folder: folder, document: document,
      detail: run.identity.recording == .all
        ? "no document has this id, and no shard this key; give an id, or a key such as a/x.jsonl.gz#17"
        : "no recorded document has this id; kept documents have no row (--ledger routed), use shard#line")
  }

  private func explain(_ decision: DecisionRecord) throws -> Explanation {
    let shard = try reader.shard(path: decision.key.shard)
    let queue = try shard.flatMap { shard in
      try reader.outputs(shard: shard.id).first { $0.output.lane == Lane(decision.route) }?.output.path
    }
    var explanation = Explanation(decision, queue: queue, run: run)
    explanation.mixes = try reader.mixPlaces(of: decision.key)
      .map { "\($0.output)/\($0.path)#\($0.place.line) (\($0.place.component))" }
    if options.showsText, let shard { try addText(of: decision, in: shard, to: &explanation) }
    return explanation
  }

  private func addText(
    of decision: DecisionRecord, in shard: ShardRecord, to explanation: inout Explanation
  ) throws {
    let found = try SpanText.read(
      decision, inputPath: shard.input.inputPath, options: RunOptionsRecord(json: run.identity.optionsJSON))
    explanation.text = found.span
    if let scorer = try ModelKinds.explainer(path: options.model, of: run.identity.modelSHA256) {
      explanation.features = found.text.withUnsafeBufferPointer { scorer.drivingFeatures(of: $0) }
    } else if decision.score > .safe {
      explanation.note =
        "the words that weighed most are shown only with the run's own native model: give it with --model"
    }
  }

  private func reasonForNoRow(_ shard: ShardRecord, _ key: DocumentKey) -> String {
    if shard.state != .done, key.line > shard.lines {
      return "the shard is \(shard.state.rawValue); line \(key.line) is not recorded yet"
    }
    if key.line > shard.lines { return "the shard has \(shard.lines.counted("line"))" }
    return run.identity.recording == .all
      ? "the line is blank" : "the line was kept (kept documents have no row with --ledger routed) or is blank"
  }
}
