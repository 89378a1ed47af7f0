package import SluiceCore
internal import SluiceIO
package import SluiceLedger
package import SluicePipeline
internal import SluiceRun

/// Settings a user asked for; nil leaves what the stage has, or the default.
package struct SettingsChoice: Sendable {
  package var seed: UInt64?
  package var long: LongText?
  package var maxWords: Int?
  package var attempts: Int?
  package var maxScore: Int?
  package var speakers: Speakers?

  package init() {}

  func applied(to settings: SynthesisSettings) -> SynthesisSettings {
    var settings = settings
    settings.seed = seed ?? settings.seed
    settings.long = long ?? settings.long
    settings.maxWords = maxWords ?? settings.maxWords
    settings.attempts = attempts ?? settings.attempts
    settings.maxScore = maxScore ?? settings.maxScore
    settings.speakers = speakers ?? settings.speakers
    return settings
  }
}

extension SynthesisSettings {
  /// What is asked for otherwise than the stage began with, by the name of its option.
  func differences(now: Self) -> [Drift.Difference] {
    Drift.differences([
      ("--seed", "\(seed)", "\(now.seed)"), ("--long", long.rawValue, now.long.rawValue),
      ("--max-words", "\(maxWords)", "\(now.maxWords)"), ("--attempts", "\(attempts)", "\(now.attempts)"),
      ("--max-score", "\(maxScore)", "\(now.maxScore)"), ("--speakers", speakers.rawValue, now.speakers.rawValue),
    ])
  }
}

extension SourceDocument: RequestSubject {}

/// A synthesis stage of a run, opened to ask or to take answers. One owner at a time; the run's folder is
/// locked.
package final class StageSession: RequestStage {
  package typealias Document = SourceDocument
  package typealias Store = SynthesisStore

  let stage: SynthesisStage
  let settings: SynthesisSettings
  let folder: String
  package let store: SynthesisStore
  private let library: PromptLibrary
  private let fields: RowFields
  private let check: AcceptanceCheck
  private let people: [PersonGuard]

  /// Opens a stage; the first time, its settings are recorded.
  ///
  /// - Parameter people: tell the documents that are not sent to a model.
  /// - Throws: `Drift` if other settings are asked for than it began with.
  package init(
    _ stage: SynthesisStage, folder: String, ledger: Ledger, choice: SettingsChoice, library: PromptLibrary,
    scorer: any Scorer, fields: RowFields, people: [PersonGuard]
  ) throws {
    self.stage = stage
    self.folder = folder
    self.library = library
    self.fields = fields
    self.people = people
    if let state = try ledger.reader.synthesisStage(stage) {
      let then = try SynthesisSettings(json: state.settingsJSON)
      try Drift.check(folder: folder, then.differences(now: choice.applied(to: then)))
      settings = then
    } else {
      settings = choice.applied(to: SynthesisSettings())
      let styles = try library.styles(stage.rawValue).count
      guard styles >= settings.attempts else {
        throw SynthesisError(
          "--attempts \(settings.attempts) needs as many styles, and the stage \(stage.rawValue) has \(styles)")
      }
      try ledger.beginSynthesis(stage, settingsJSON: settings.json)
    }
    store = try SynthesisStore(
      folder: folder, stage: stage, ledger: ledger, state: ledger.reader.synthesisStage(stage)!)
    check = AcceptanceCheck(stage: stage, maxScore: settings.maxScore, scorer: scorer)
  }

  package var name: String { stage.rawValue }

  package func planner(_ options: ModelOptions) throws -> Planner {
    let planner = try RequestPlanner(stage: stage, settings: settings, options: options, library: library)
    return { [store] in planner.state(of: $0, after: try store.attempts($0.key)) }
  }

  package func isForPeople(_ document: SourceDocument) -> Bool {
    let category = Category(rawValue: document.category) ?? .none
    return people.contains { $0.reserves(document.text, category: category) }
  }

  package func documents() throws -> Documents { try source(nil).nextDocument }

  package func documents(of rows: [SynthesisRow]) throws -> Documents {
    try source(Set(rows.map { Name($0.attempt.key) })).nextDocument
  }

  /// The documents the stage works on, in the order of the run's shards.
  ///
  /// - Parameter wanted: keys of the documents to hand out; nil for all.
  private func source(_ wanted: Set<Name>?) throws -> DocumentSource {
    let reader = store.ledger.reader
    func queue(_ lane: Lane) throws -> [String] {
      try reader.outputs().filter { $0.output.lane == lane }.map { folder + "/" + $0.output.path }
    }
    func isWanted(_ key: String) -> Bool { wanted?.contains(Name(key)) ?? true }
    switch stage {
    case .recontextualize:
      return DocumentSource([.init(paths: try queue(.recontextualize), fields: fields, includes: isWanted)])
    case .refusals:
      var parts = [DocumentSource.Part(paths: try queue(.refusal), fields: fields, includes: isWanted)]
      // Documents that could not be rewritten safely.
      if let earlier = try reader.synthesisStage(.recontextualize) {
        let settings = try SynthesisSettings(json: earlier.settingsJSON)
        parts.append(
          .init(paths: try queue(.recontextualize), fields: fields) { key in
            guard isWanted(key) else { return false }
            return RequestPlanner.isExhausted(
              try reader.synthesisAttempts(stage: .recontextualize, key: key), settings: settings)
          })
      }
      return DocumentSource(parts)
    case .moralEducation:
      let files = try reader.synthesisFiles(stage: .refusals).map { folder + "/" + $0.path }
      return DocumentSource([.init(paths: files, fields: .synthetic, includes: isWanted)])
    }
  }

  /// Those that escalate into the stage are not counted.
  package func documentCount() throws -> Int {
    let reader = store.ledger.reader
    func lines(_ lane: Lane) throws -> Int {
      try reader.outputs().filter { $0.output.lane == lane }.reduce(0) { $0 + $1.output.lines }
    }
    switch stage {
    case .recontextualize: return try lines(.recontextualize)
    case .refusals: return try lines(.refusal)
    case .moralEducation: return try reader.synthesisFiles(stage: .refusals).reduce(0) { $0 + $1.lines }
    }
  }

  package func judge(_ answer: ChatAnswer, to row: SynthesisRow, about document: SourceDocument) -> SynthesisRow {
    var row = SynthesisRow(row.attempt)
    row.attempt.tokensIn = answer.tokensIn
    row.attempt.tokensOut = answer.tokensOut
    let attempt = row.attempt
    let parts = TextParts.of(document.text, maxWords: settings.maxWords, long: settings.long)
    guard parts.count == attempt.parts, parts.indices.contains(attempt.part - 1) else {
      // The queue was edited since.
      row.outcome = .superseded
      return row
    }
    let sent = parts[attempt.part - 1]
    let verdict = check.verdict(answer, document: sent)
    row.outcome = verdict.outcome
    row.attempt.scoreAfter = verdict.scoreAfter.map { Int($0.rawValue) }
    guard var text = verdict.text, let score = verdict.scoreAfter else { return row }
    var names = ("", "")
    if stage == .refusals, let dialogue = Dialogue(text) {
      names = speakers(attempt.key)
      text = dialogue.render(user: names.0, assistant: names.1)
    }
    row.text = AcceptedText(
      key: attempt.key, attempt: attempt.attempt, part: attempt.part, parts: attempt.parts, text: text,
      source: document.source, style: attempt.style, model: attempt.model, prompt: attempt.prompt,
      promptVersion: attempt.promptVersion, requestHash: attempt.requestHash, originID: document.id,
      originScore: document.score, originCategory: document.category, originWords: document.text.wordCount,
      usedWords: sent.wordCount, safetyScore: Int(score.rawValue), copied: verdict.copied,
      factsKept: verdict.factsKept, userName: names.0, assistantName: names.1)
    return row
  }

  /// The same names for all parts of a document.
  private func speakers(_ key: String) -> (String, String) {
    let lists = try? library.other("speakers").lists
    guard settings.speakers == .varied, let people = lists?["people"], let assistants = lists?["assistants"],
      !people.isEmpty, !assistants.isEmpty
    else { return (Dialogue.Speaker.user.rawValue, Dialogue.Speaker.assistant.rawValue) }
    var draw = KeyedDraw.generator(seed: settings.seed, "speakers", key)
    return (people.randomElement(using: &draw)!, assistants.randomElement(using: &draw)!)
  }
}
