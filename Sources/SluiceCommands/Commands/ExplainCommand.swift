internal import ArgumentParser
internal import SluiceClassifier
internal import SluiceCore
internal import SluiceIO
internal import SluiceLedger
internal import SluiceMixing
internal import SluiceReport

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Tell why a document went where it went.",
    discussion: """
      Names a document by its key (shard#line, lines count from 1) or by its id; an id that several documents \
      share explains them all. A tagged or synthetic document is named by its id or its place below the folder; in \
      the folder of a mix, a document by its place, its id or its original's key. Its story goes back to the \
      original's shard and line.

        sluice explain safe/ a/x.jsonl.gz#17
        sluice explain safe/ doc-00042 --json
        sluice explain safe/ doc-00042 --show-text
        sluice explain safe/ synthetic/refusals/x.jsonl.zst#3
        sluice explain mix/ documents/part-00000.jsonl.zst#12
      """)

  @Argument(help: ArgumentHelp("Folder of a run or a mix.", valueName: "dir"), transform: Folders.withoutSlash)
  var folder: String

  @Argument(help: ArgumentHelp("Key (shard#line), id or place of a document.", valueName: "document"))
  var document: String

  @Flag(
    help: "Also show the span of text that drove the score, read from the input shard, and its words that weighed most."
  )
  var showText = false

  @Option(
    help: ArgumentHelp(
      "The run's native model, to tell with --show-text which words weighed most (default: the one inside the program).",
      valueName: "file"))
  var model: String?

  @Flag(help: "Print the decisions as JSON.")
  var json = false

  func run() throws {
    let explanations =
      try Folders.exists(Ledger.path(in: folder)) || !Folders.exists(folder + "/" + MixManifest.name)
      ? explanations(of: document, in: folder) : mixed()
    Console.out(
      try json
        ? JSONOutput.render(explanations) : explanations.map { $0.render() }.joined(separator: "\n"))
  }

  private func explanations(of document: String, in folder: String) throws -> [Explanation] {
    let reader = try LedgerReader(folder: folder)
    let run = try reader.run()
    if let key = DocumentKey(document), let shard = try reader.shard(path: key.shard) {
      if let decision = try reader.decision(for: key) { return [try explain(decision, reader, run)] }
      if let quarantined = try reader.quarantined(key: key, limit: 1).first { return [Explanation(quarantined)] }
      throw NotFound(folder: folder, document: document, detail: Self.why(shard, key, run))
    }
    let decisions = try reader.decisions(documentID: document)
    if !decisions.isEmpty { return try decisions.map { try explain($0, reader, run) } }
    let made = try MadeDocuments(source: RunSource(run: folder)).find(document)
    guard !made.isEmpty else {
      throw NotFound(
        folder: folder, document: document,
        detail: run.identity.recording == .all
          ? "no document has this id, and no shard this key; give an id, or a key such as a/x.jsonl.gz#17"
          : "no recorded document has this id; kept documents have no row (--ledger routed), use shard#line")
    }
    return try made.map { try explain($0, from: folder) }
  }

  /// Documents of a training set.
  private func mixed() throws -> [Explanation] {
    let manifest = try MixManifest.read(folder: folder)!
    let made = try MadeDocuments.find(document, inMix: folder, manifest)
    guard !made.isEmpty else {
      throw NotFound(
        folder: folder, document: document,
        detail: "this mix has no such place (documents/part-00000.jsonl.zst#1), id or key of an original")
    }
    return try made.map { try explain($0, from: manifest.runs[$0.run ?? 0].folder) }
  }

  /// A document that was made from another one, with that one's story.
  private func explain(_ made: MadeDocument, from run: String) throws -> Explanation {
    let hasRun = Folders.exists(Ledger.path(in: run))
    var explanation: Explanation
    do {
      guard hasRun else {
        throw NotFound(folder: run, document: made.originKey, detail: "the run is not there any more")
      }
      explanation = try explanations(of: made.originKey, in: run)[0]
    } catch let missing as NotFound {
      explanation = Explanation(key: made.originKey, note: missing.detail)
    }
    explanation.made = MadeStory(made: made, run: run)
    return explanation
  }

  private func explain(_ decision: DecisionRecord, _ reader: LedgerReader, _ run: RunRecord) throws -> Explanation {
    let shard = try reader.shard(path: decision.key.shard)
    let queue = try shard.flatMap { shard in
      try reader.outputs(shard: shard.id).first { $0.output.lane == Lane(decision.route) }?.output.path
    }
    var explanation = Explanation(decision, queue: queue, run: run)
    explanation.mixes = try MadeStory.mixes(of: decision.key, reader)
    if showText, let shard {
      let found = try SpanText.read(
        decision, inputPath: shard.input.inputPath, options: RunOptionsRecord(json: run.identity.optionsJSON))
      explanation.text = found.span
      if let scorer = try ModelKinds.explainer(path: model, of: run.identity.modelSHA256) {
        explanation.features = found.text.withUnsafeBufferPointer { scorer.drivingFeatures(of: $0) }
      } else if decision.score > .safe {
        explanation.note = "which words weighed most is told with the run's own native model: name it with --model"
      }
    }
    return explanation
  }

  private static func why(_ shard: ShardRecord, _ key: DocumentKey, _ run: RunRecord) -> String {
    if shard.state != .done, key.line > shard.lines {
      return "the shard is \(shard.state.rawValue); line \(key.line) is not recorded yet"
    }
    if key.line > shard.lines { return "the shard has \(shard.lines.counted("line"))" }
    return run.identity.recording == .all
      ? "the line is blank" : "the line was kept (kept documents have no row with --ledger routed) or is blank"
  }
}

private struct NotFound: Error, CustomStringConvertible {
  var folder: String
  var document: String
  var detail: String
  var description: String { "\(folder): cannot explain \(document): \(detail)" }
}

/// One document's story.
private struct Explanation: Codable {
  var key: String
  var id: String?
  var source: String?
  var score: Int?
  var expected: Double?
  var probabilities: [Double]?
  var category: String?
  var stance: String?
  var language: String?
  /// Unicode scalars of the text.
  var span: [Int]?
  var textBytes: Int?
  var contentHash: String?
  var route: String
  /// The policy's rule, or the reason of quarantine.
  var rule: String
  var detail: String?
  var queue: String?
  var modelSHA256: String?
  var policySHA256: String?
  var text: String?
  /// Words of the span and what each adds to the logit of level 3; only with the text.
  var features: [DrivingFeature]?
  var note: String?
  /// What was asked about, if it was made from this document.
  var made: MadeStory?
  /// Where the document, or what was made from it, stands in training sets.
  var mixes: [String]?

  /// A document of which the ledger has no decision.
  init(key: String, note: String) {
    self.key = key
    self.note = note
    route = "no row in the ledger"
    rule = "-"
  }

  init(_ decision: DecisionRecord, queue: String?, run: RunRecord) {
    key = decision.key.description
    id = decision.documentID
    source = decision.source
    score = Int(decision.score.rawValue)
    expected = decision.probabilities.expected
    probabilities = SafetyScore.allCases.map { decision.probabilities[$0] }
    category = decision.category.rawValue
    stance = decision.stance.rawValue
    language = decision.language.rawValue
    span = [decision.scalarSpan.lowerBound, decision.scalarSpan.upperBound]
    textBytes = decision.textBytes
    contentHash = ContentHash.hex(decision.contentHash)
    route = decision.route.rawValue
    rule = decision.rule
    self.queue = queue
    modelSHA256 = run.identity.modelSHA256
    policySHA256 = run.identity.policySHA256
  }

  init(_ quarantined: QuarantineRecord) {
    key = quarantined.key.description
    route = Lane.quarantine.rawValue
    rule = quarantined.reason.rawValue
    detail =
      "\(quarantined.reason.explanation); the line starts at byte \(quarantined.byteOffset) of the decompressed shard"
  }

  func render() -> String {
    var lines = ["\(key)  →  \(route)  (rule \(rule))"]
    func add(_ name: String, _ value: String?) {
      if let value { lines.append("  " + name + String(repeating: " ", count: max(1, 14 - name.count)) + value) }
    }
    add("why", detail)
    add("id", id.map { Printable.line($0) })
    add("source", source.map { Printable.line($0) })
    add("score", score.map { "\($0)  (expected \(Numbers.decimal(expected ?? 0, 2)))" })
    add(
      "probabilities",
      probabilities.map { $0.enumerated().map { "\($0): \(Numbers.decimal($1, 4))" }.joined(separator: "  ") })
    add("category", category.map { "\($0), stance \(stance ?? ""), language \(language ?? "")" })
    add("span", span.map { "characters \($0[0]) to \($0[1])" })
    add("text", textBytes.map { "\(Numbers.bytes($0)), hash \(contentHash ?? "")" })
    add("queue", queue)
    add("model", modelSHA256)
    add("policy", policySHA256)
    if let text {
      lines.append(
        "  ---\n"
          + text.split(separator: "\n").map { "  " + Printable.line(String($0), limit: 10_000) }.joined(separator: "\n")
      )
    }
    if let features, !features.isEmpty {
      lines.append("  ---\n  what weighed most for (+) or against (-) level 3")
      for feature in features {
        let sign = feature.contribution < 0 ? "" : "+"
        let times = feature.count > 1 ? "  (\(feature.count) times)" : ""
        lines.append(
          "    \(sign)\(Numbers.decimal(feature.contribution, 2))  \(Printable.line(feature.text, limit: 100))\(times)")
      }
    }
    for mix in mixes ?? [] { add("in mix", mix) }
    if let note { lines.append("  ---\n  " + note) }
    return (made.map { $0.render() + "\n" } ?? "") + lines.joined(separator: "\n") + "\n"
  }
}
