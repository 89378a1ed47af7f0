internal import ArgumentParser
internal import Logging
internal import SluiceClassifier
internal import SluiceCore
internal import SluiceIO
internal import SluiceLedger
internal import SluicePipeline
internal import SluiceReport
internal import SluiceSynthesis

/// What the three commands of `synthesize` have in common: they differ in their stage alone.
struct StageOptions: ParsableArguments {
  @OptionGroup var options: SynthesisOptions
  @OptionGroup var backend: BackendOptions
  @OptionGroup var live: LiveOptions
  @OptionGroup var log: LogOptions

  @Flag(help: "Print the counts as JSON.")
  var json = false

  func validate() throws {
    try backend.check()
    if let endpoint = backend.endpoint { try live.check(endpoint) }
  }

  func run(_ stage: SynthesisStage, speakers: Speakers? = nil) throws {
    let logger = log.makeLogger()
    let policy = try options.policy.map { try Policy.load(path: $0) } ?? .default
    let scorer = try ModelLoader.load(options.classifier, policy: policy)
    let library = try PromptLibrary(folder: options.prompts)
    let lock = try FolderLock(folder: options.run)
    defer { withExtendedLifetime(lock) {} }
    let ledger = try Ledger.open(in: options.run)
    defer { try? ledger.close() }
    let record = try RunOptionsRecord(json: ledger.reader.run().identity.optionsJSON)
    let session: StageSession
    do {
      session = try StageSession(
        stage, folder: options.run, ledger: ledger, choice: options.choice(speakers: speakers), library: library,
        scorer: scorer,
        fields: RowFields(
          queue: record.fields, safetyKey: record.safetyKey, maxLineBytes: record.maxLineBytes))
    } catch let drift as SettingsDrift {
      throw Drift(
        folder: options.run,
        differences: drift.differences.map { Drift.Difference(what: $0.what, then: $0.then, now: $0.now) })
    }
    let stop = SluicePipeline.Progress()
    let signals = StopSignals(stop, finishing: "recording what is in hand")
    defer { withExtendedLifetime(signals) {} }
    var result = StageResult(stage: stage.rawValue)
    if let folder = backend.batch {
      var limits = StageSession.BatchLimits()
      limits.lines = backend.batchLines
      result.batch = try session.writeBatches(
        to: folder, options: backend.modelOptions, limits: limits, isStopping: { stop.isStopping })
    } else if let endpoint = backend.endpoint {
      result.live = try live.watch(log) { progress in
        try session.runLive(
          try live.settings(endpoint), options: backend.modelOptions, progress: progress,
          isStopping: { stop.isStopping })
      }
    } else {
      result.imported = try session.importAnswers(backend.imports, isStopping: { stop.isStopping })
    }
    result.total = try SynthesisSummary.read(ledger.reader).first { $0.stage == stage.rawValue }
    Console.out(try json ? JSONOutput.render(result) : result.render(folder: options.run))
    result.warn(logger)
    if stop.isStopping { throw ExitCode.interrupted }
    if result.isIncomplete { throw ExitCode.incomplete }
  }
}
