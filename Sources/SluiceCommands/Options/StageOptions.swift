internal import ArgumentParser
internal import Logging
internal import SluiceClassifier
internal import SluiceCore
internal import SluiceIO
internal import SluiceLedger
internal import SluicePipeline
internal import SluiceReport
internal import SluiceRun
internal import SluiceSynthesis

/// What the three commands of `synthesize` have in common: they differ in their stage alone.
struct StageOptions: ParsableArguments {
  @OptionGroup var options: SynthesisOptions
  @OptionGroup var backend: BackendOptions
  @OptionGroup var live: ServerOptions
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
    let source = try RunSource(folder: options.run, ledger: ledger.reader)
    let session = try StageSession(
      stage, folder: options.run, ledger: ledger, choice: options.choice(speakers: speakers), library: library,
      scorer: scorer,
      fields: RowFields(
        queue: source.fields, safetyKey: source.safetyKey, maxLineBytes: source.reader.maxLineBytes))
    let stop = SluicePipeline.Progress()
    let signals = StopSignals(stop, finishing: "recording answers that have arrived")
    defer { withExtendedLifetime(signals) {} }
    var result = try backend.carryOut(RequestEngine(session), named: stage.rawValue, live: live, log: log, stop: stop)
    result.total = try SynthesisSummary.read(ledger.reader).first { $0.stage == stage.rawValue }
    try json ? Console.data(JSONOutput.render(result)) : Console.out(result.render(folder: options.run))
    result.warn(logger)
    if stop.isStopping { throw ExitCode.interrupted }
    if result.isIncomplete { throw ExitCode.incomplete }
  }
}
