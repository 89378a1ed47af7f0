internal import ArgumentParser
internal import Foundation
internal import SluiceCore
internal import SluicePipeline
internal import SluiceReport
internal import SluiceSynthesis
internal import SluiceTraining

/// `annotate` with a model: asks, or writes requests, or reads answers; then writes the labels that are ready.
struct ModelAnnotation {
  let input: String
  let output: String
  let annotator: String?
  let votes: VoteOptions
  let backend: BackendOptions
  let live: ServerOptions
  let log: LogOptions
  let json: Bool

  func run() throws {
    let items = try AnnotationItems.read(input)
    let labels = try AnnotationLog(path: output)
    let stage = try AnnotationStage(
      items, votes: votes.votes, maxWords: votes.maxWords, seed: votes.seed,
      library: PromptLibrary(folder: votes.prompts),
      logPath: output + ".votes")
    let stop = SluicePipeline.Progress()
    let signals = StopSignals(stop, finishing: "recording answers that have arrived")
    defer { withExtendedLifetime(signals) {} }
    let result = try backend.carryOut(RequestEngine(stage), named: "annotate", live: live, log: log, stop: stop)
    let judged = stage.judged()
    let done = Set(labels.records.map { Name($0.id) })
    let new = try judged.filter { $0.isComplete && !done.contains(Name($0.document.id)) }.compactMap {
      try $0.label(by: annotator ?? backend.model ?? "model")
    }
    try labels.append(new)
    let summary = AnnotationSummary(
      output: output, written: new.count, labelled: done.count + new.count, documents: items.count,
      withoutLabel: judged.count { $0.isComplete && $0.votes.isEmpty }, agreement: VoteAgreement(judged), call: result)
    try json ? Console.data(JSONOutput.render(summary)) : Console.out(summary.render())
    result.warn(log.makeLogger())
    if stop.isStopping { throw ExitCode.interrupted }
    if result.isIncomplete || summary.withoutLabel > 0 { throw ExitCode.incomplete }
  }
}
