internal import ArgumentParser
internal import Foundation
internal import SluiceClassifier
internal import SluiceCore
internal import SluiceIO
internal import SluicePipeline
internal import SluiceReport
internal import SluiceSynthesis

/// How often a model is asked, and in what words.
struct VoteOptions: ParsableArguments {
  @Option(help: "Judgements wanted of each document; the middle level counts.")
  var votes = 1

  @Option(help: "Words of a document that are judged; what comes after them is left out of the label, too.")
  var maxWords = 1400

  @Option(help: "Decides the marks around the document, and with them the requests.")
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp("Prompts that replace the built-in annotate.md and annotate-repair.md.", valueName: "dir"),
    transform: Folders.withoutSlash)
  var prompts: String?

  func validate() throws {
    guard (1...99).contains(votes) else { throw ValidationError("--votes must be 1 to 99") }
    guard (20...1_000_000).contains(maxWords) else { throw ValidationError("--max-words must be 20 to 1000000") }
  }
}

/// `annotate` with a model: asks, or writes requests, or reads answers; then writes the labels that are ready.
struct ModelAnnotation {
  let input: String
  let output: String
  let annotator: String?
  let votes: VoteOptions
  let backend: BackendOptions
  let live: LiveOptions
  let log: LogOptions
  let json: Bool

  func run() throws {
    let items = try AnnotationItems.read(input)
    let labels = try AnnotationLog(path: output)
    let job = try AnnotationJob(
      items, votes: votes.votes, maxWords: votes.maxWords, seed: votes.seed,
      library: PromptLibrary(folder: votes.prompts),
      logPath: output + ".votes")
    let stop = SluicePipeline.Progress()
    let signals = StopSignals(stop, finishing: "recording what is in hand")
    defer { withExtendedLifetime(signals) {} }
    var result = StageResult(stage: "annotate")
    if let folder = backend.batch {
      result.batch = try job.writeBatches(to: folder, options: backend.modelOptions, lines: backend.batchLines)
    } else if let endpoint = backend.endpoint {
      result.live = try live.watch(log) { progress in
        try job.runLive(
          try live.settings(endpoint), options: backend.modelOptions, progress: progress,
          isStopping: { stop.isStopping })
      }
    } else {
      result.imported = try job.importAnswers(backend.imports)
    }
    let judged = job.judged()
    let done = Set(labels.records.map(\.id))
    let new = try judged.filter { $0.isComplete && !done.contains($0.document.id) }.compactMap { try record($0) }
    try labels.append(new)
    let summary = Summary(
      output: output, written: new.count, labelled: done.count + new.count, documents: items.count,
      withoutLabel: judged.count { $0.isComplete && $0.votes.isEmpty }, agreement: VoteAgreement(judged), call: result)
    Console.out(try json ? JSONOutput.render(summary) : summary.render())
    result.warn(log.makeLogger())
    if stop.isStopping { throw ExitCode.interrupted }
    if result.isIncomplete || summary.withoutLabel > 0 { throw ExitCode.incomplete }
  }

  /// The label of a document; nil without a vote. A category or stance that the model leaves out is the classifier's.
  private func record(_ judged: JudgedDocument) throws -> AnnotationRecord? {
    guard let score = judged.score, let vote = judged.spokesman else { return nil }
    var category = vote.category
    var stance = vote.stance
    if category == nil || stance == nil {
      let assessment = try? Judge(TableScorer.builtIn(), cuts: nil).judge(judged.document.text).get()
      category = category ?? (score == .safe ? Category.none : assessment?.category ?? .none)
      stance = stance ?? (score == .safe ? Stance.none : assessment?.stance ?? .none)
    }
    return AnnotationRecord(
      item: judged.document, score: score, category: category!, stance: stance!, reason: vote.reason,
      annotator: annotator ?? backend.model ?? "model")
  }

  private struct Summary: Encodable {
    var output: String
    var written: Int
    var labelled: Int
    var documents: Int
    /// Documents of which every vote was lost.
    var withoutLabel: Int
    var agreement: VoteAgreement?
    var call: StageResult

    func render() -> String {
      var text = call.renderCall()
      if let agreement { text += agreement.render() }
      text +=
        "\(output): \(written.counted("label")) written, \(Numbers.count(labelled)) of \(documents.counted("document")) labelled\n"
      if withoutLabel > 0 {
        text += "no label for \(withoutLabel.counted("document")): no answer was a judgement\n"
      }
      return text
    }
  }
}

/// How far a model's votes on the same documents agree: the mean over all pairs of votes.
struct VoteAgreement: Encodable {
  /// Documents with two votes or more.
  var documents: Int
  /// Share of them on which all votes have the same level.
  var unanimous: Double
  var exact: Double
  var withinOne: Double
  /// Nil if all votes are of one level.
  var quadraticKappa: Double?

  /// - Returns: nil if no document has two votes.
  init?(_ judged: [JudgedDocument]) {
    let voted = judged.filter { $0.votes.count > 1 }
    guard !voted.isEmpty else { return nil }
    documents = voted.count
    unanimous = Double(voted.count { Set($0.votes.map(\.score)).count == 1 }) / Double(voted.count)
    // Every pair of votes of a document is a pair of annotators who both judged it.
    var first: [AnnotationRecord] = []
    var second: [AnnotationRecord] = []
    for document in voted {
      for a in document.votes.indices {
        for b in document.votes.indices where b > a {
          let id = "\(document.document.id)\n\(a)\n\(b)"
          first.append(Self.record(id, document.votes[a]))
          second.append(Self.record(id, document.votes[b]))
        }
      }
    }
    let agreement = Agreement(first, second)!
    exact = agreement.exact
    withinOne = agreement.withinOne
    quadraticKappa = agreement.quadraticKappa
  }

  private static func record(_ id: String, _ vote: Vote) -> AnnotationRecord {
    AnnotationRecord(
      item: AnnotationItem(id: id, text: "", source: ""), score: vote.score, category: vote.category ?? .none,
      stance: vote.stance ?? .none, reason: "", annotator: "")
  }

  func render() -> String {
    func share(_ value: Double) -> String { Numbers.decimal(100 * value, 1) + " %" }
    return
      "agreement of votes on \(documents.counted("document")): unanimous \(share(unanimous)), pairs exactly the same "
      + "\(share(exact)), within one level \(share(withinOne)), quadratic weighted kappa "
      + (quadraticKappa.map { Numbers.decimal($0, 3) } ?? "- (all of one level)") + "\n"
  }
}
