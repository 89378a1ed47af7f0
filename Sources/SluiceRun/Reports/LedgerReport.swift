internal import Foundation
internal import SluiceClassifier
internal import SluiceCore
internal import SluiceLedger
package import SluicePipeline
package import SluiceReport

/// A report from a run's ledger alone: totals as they are, and what needs single decisions from a pass over
/// them. Nothing is scored again.
package struct LedgerReport {
  private let folder: String
  private let reader: LedgerReader

  package struct OtherPolicy: Error, CustomStringConvertible {
    package var description: String
  }

  package init(folder: String) throws { try self.init(folder: folder, reader: LedgerReader(folder: folder)) }

  init(folder: String, reader: LedgerReader) {
    self.folder = folder
    self.reader = reader
  }

  /// - Parameter policy: the run's own, for what-if; another is refused.
  package func make(_ rate: SynthesisRate = SynthesisRate(), showText: Bool = false, policy: Policy? = nil) throws
    -> CorpusReport
  {
    let run = try reader.run()
    let shards = try reader.shards()
    let known = policy ?? (Policy.default.digest == run.identity.policySHA256 ? Policy.default : nil)
    if let known, known.digest != run.identity.policySHA256 {
      throw OtherPolicy(description: "\(folder.shown): the run used another policy than \(known.name); name that one")
    }
    var input = ReportInput()
    input.totals = try reader.totals()
    input.lines = shards.reduce(0) { $0 + $1.lines }
    input.blankLines = shards.reduce(0) { $0 + $1.blankLines }
    input.quarantined = try reader.quarantineCounts()
    for reason in input.quarantined.keys.sorted(by: { $0.rawValue < $1.rawValue }) {
      input.quarantineExamples += try reader.quarantined(reason: reason, limit: 10).map { ($0.key, $0.reason) }
    }
    input.failures = shards.filter { $0.state == .failed }
      .map { CorpusReport.FailedShard(shard: $0.input.path.text, error: $0.error ?? "") }
    input.shards = try summaries(shards)
    let quarantined = (input.quarantined[.policy] ?? 0) + (input.quarantined[.needsAPerson] ?? 0)
    if quarantined > 0 { input.quarantinedByPolicy = CorpusReport.PartialAmount(documents: quarantined) }
    // What was scored was covered wholly, or it is in quarantine.
    input.textBytes = quarantined > 0 ? nil : input.totals.sum().textBytes
    input.scoredBytes = input.textBytes
    input.observesWords = false
    if run.identity.recording == .routed {
      input.unrecordedLevels = Set(input.totals.counts.keys.filter { $0.route == .keep }.map { Int($0.score.rawValue) })
    }
    // Without the kept documents a neighbour's routes would be those of a part.
    var whatIf = input.unrecordedLevels.isEmpty ? known.map { LedgerWhatIf($0, quarantined: quarantined) } : nil
    input.observations = try observations(shards, &whatIf)
    input.variants = whatIf?.variants(input.totals) ?? []
    if known == nil { input.notes.append("Name the run's policy (--policy) to see what its neighbours would do.") }
    if let known, !known.triesAllNeighbours { input.notes.append(Self.neighboursNote) }
    if !input.unrecordedLevels.isEmpty {
      input.notes.append(
        "This run did not record kept documents (--ledger routed): length, confidence, thresholds and neighbours are "
          + "unknown where these would count, and examples leave them out.")
    }
    if input.totals.counts.keys.contains(where: { $0.source == Totals.otherSources }) {
      input.notes.append(
        "A ledger keeps the \(Numbers.count(Totals.sourceLimit)) largest sources of a shard apart; a source is named "
          + "only if all of its documents are known.")
    }
    input.notes += try reader.otherFiles().missing.sentences
    let open = shards.filter { $0.state != .done && $0.state != .failed }.count
    if open > 0 {
      input.notes.append("\(open.counted("shard")) not finished; the report counts what is recorded.")
    }
    if showText { try addTexts(&input, run) }
    return CorpusReport(input, run: try facts(run, shards), rate: rate)
  }

  static let neighboursNote = "The policy has more neighbours than a report tries; the first of them are shown."

  private func summaries(_ shards: [ShardRecord]) throws -> [ShardSummary] {
    var levels: [Int: [Int]] = [:]
    var sums: [Int: Totals.Count] = [:]
    for row in try reader.totals(by: [.shard, .score]) {
      guard let shard = row.shard, let score = row.score else { continue }
      levels[shard, default: [Int](repeating: 0, count: SafetyScore.count)][Int(score.rawValue)] += row.count.documents
      sums[shard, default: Totals.Count()] += row.count
    }
    let quarantined = try reader.quarantineCountsByShard()
    return shards.filter { $0.state != .failed && $0.state != .pending }.map { shard in
      let sum = sums[shard.id] ?? Totals.Count()
      return ShardSummary(
        shard: shard.input.path, lines: shard.lines,
        quarantined: quarantined[shard.id] ?? 0, sum: sum,
        levels: levels[shard.id] ?? [Int](repeating: 0, count: SafetyScore.count), salvaged: shard.committed?.salvaged)
    }
  }

  private func observations(_ shards: [ShardRecord], _ whatIf: inout LedgerWhatIf?) throws -> Observations {
    var observations = Observations()
    for shard in shards where shard.state != .pending {
      try reader.forEachDecision(shard: shard.id) { decision in
        // A decision has no number of words.
        let count = Totals.Count(documents: 1, textBytes: decision.textBytes)
        observations.add(score: decision.score, probabilities: decision.probabilities, count)
        whatIf?.add(decision)
        ExampleReservoir.forEachSlot(decision.score, decision.probabilities) { slot in
          if observations.examples.admits(decision.contentHash, slot: slot) {
            observations.keep(DocumentExample(decision), slot: slot)
          }
        }
      }
    }
    return observations
  }

  private func addTexts(_ input: inout ReportInput, _ run: RunRecord) throws {
    let options = try RunOptionsRecord(json: run.identity.optionsJSON)
    let paths = Dictionary(
      try reader.shards().map { ($0.input.path, $0.input.inputPath) }, uniquingKeysWith: { first, _ in first })
    let scorer = try ModelKinds.explainer(path: nil, of: run.identity.modelSHA256)
    try input.observations?.fillExcerpts { example in
      guard let path = paths[example.key.shard], let decision = try reader.decision(for: example.key) else {
        return nil
      }
      let (span, text) = try SpanText.read(decision, inputPath: path, options: options)
      let shown = String(String.UnicodeScalarView(span.unicodeScalars.prefix(400)))
      return DocumentExample.Excerpt(
        before: "", span: shown, after: "", isCut: shown.unicodeScalars.count < span.unicodeScalars.count,
        features: text.withUnsafeBufferPointer { scorer?.drivingFeatures(of: $0) } ?? [])
    }
  }

  private func facts(_ run: RunRecord, _ shards: [ShardRecord]) throws -> RunFacts {
    let options = try RunOptionsRecord(json: run.identity.optionsJSON)
    // Names for people; the ledger knows digests only, and does not need the file.
    let named = RunFile(in: folder)
    let times = [run.startedAt, run.finishedAt ?? ""]
    return RunFacts(
      kind: "run", inputs: [folder], madeAt: Date().ISO8601Format(), sluiceVersion: run.identity.sluiceVersion,
      model: named?.model ?? "recorded by digest", modelSHA256: run.identity.modelSHA256,
      policy: named?.policy ?? "recorded by digest",
      policySHA256: run.identity.policySHA256,
      options: Dictionary(
        options.named.map { ($0.name, $0.value) } + [("started", times[0])]
          + (times[1].isEmpty ? [] : [("finished", times[1])]) + [("host", run.identity.host)]
          + (options.task.map { [("--shard-count", String($0.count))] } ?? []),
        uniquingKeysWith: { first, _ in first }),
      shards: shards.count, inputBytes: shards.reduce(0) { $0 + min($1.bytesDone, $1.input.size) }, seconds: 0,
      sample: 1
    )
  }
}

extension DocumentExample {
  init(_ decision: DecisionRecord) {
    self.init(
      key: decision.key, id: decision.documentID, source: decision.source, contentHash: decision.contentHash,
      score: decision.score, probabilities: decision.probabilities, category: decision.category,
      stance: decision.stance, scalarSpan: decision.scalarSpan, textBytes: decision.textBytes, route: decision.route,
      rule: decision.rule)
  }
}
