import SluiceCore
import SluiceLedger
import SluiceSynthesis
import Testing

/// What is due follows from the rows alone.
struct RequestPlannerTests {
  private static let document = SourceDocument(
    key: "a.jsonl#1", text: "An old story about a mill.", id: "doc-1", source: "web", score: 3, category: "violence")

  private func planner(_ change: (inout SynthesisSettings, inout ModelOptions) -> Void = { _, _ in })
    throws -> RequestPlanner
  {
    var settings = SynthesisSettings()
    var options = ModelOptions.test
    change(&settings, &options)
    return try RequestPlanner(
      stage: .recontextualize, settings: settings, options: options, library: PromptLibrary())
  }

  private func due(
    _ planner: RequestPlanner, _ attempts: [SynthesisAttempt] = [], document: SourceDocument = Self.document
  ) throws -> [DueRequest<SynthesisRow>] {
    guard case .due(let requests) = planner.state(of: document, after: attempts) else {
      Issue.record("nothing is due")
      return []
    }
    return requests
  }

  private func ended(_ due: DueRequest<SynthesisRow>, _ outcome: SynthesisOutcome) -> SynthesisAttempt {
    var attempt = due.row.attempt
    attempt.outcome = outcome
    return attempt
  }

  @Test func aNewDocumentIsAskedAboutOnce() throws {
    let planner = try planner()
    let requests = try due(planner)
    let attempt = try #require(requests.first?.row.attempt)
    #expect(requests.count == 1 && requests[0].isNew && requests[0].supersedes == nil)
    #expect(attempt.key == "a.jsonl#1" && attempt.attempt == 1 && attempt.part == 1 && attempt.parts == 1)
    #expect(attempt.prompt == "recontextualize" && attempt.scoreBefore == 3 && attempt.model == "m")
    #expect(attempt.requestHash == requests[0].request.hash && attempt.outcome == .pending)
    #expect(try due(planner)[0].request == requests[0].request, "a rerun asks in the same words")
  }

  @Test func aPendingRequestIsSentAgainInTheSameWords() throws {
    let planner = try planner()
    let first = try due(planner)[0]
    let again = try due(planner, [first.row.attempt])[0]
    #expect(!again.isNew && again.row == first.row && again.request == first.request && again.supersedes == nil)
  }

  @Test(arguments: [SynthesisOutcome.httpError, .expired])
  func aRequestWithoutAnAnswerIsAnotherAttemptInTheSameWords(_ outcome: SynthesisOutcome) throws {
    let planner = try planner()
    let first = try due(planner)[0]
    let again = try due(planner, [ended(first, outcome)])[0]
    #expect(again.isNew && again.row.attempt.attempt == 2 && again.request == first.request)
    let many = (1...50).map { number in
      var attempt = ended(first, outcome)
      attempt.attempt = number
      return attempt
    }
    #expect(try due(planner, many)[0].row.attempt.attempt == 51, "only answers count towards the attempts")
  }

  @Test func aRejectedAnswerIsFollowedByAnotherStyleUntilTheAttemptsAreUsedUp() throws {
    let planner = try planner { settings, _ in settings.attempts = 3 }
    var attempts: [SynthesisAttempt] = []
    var styles: Set<String> = []
    for number in 1...3 {
      let next = try due(planner, attempts)[0]
      #expect(next.isNew && next.row.attempt.attempt == number)
      #expect(styles.insert(next.row.attempt.style).inserted)
      attempts.append(ended(next, .tooShort))
    }
    guard case .exhausted = planner.state(of: Self.document, after: attempts) else {
      return #expect(Bool(false), "three answers were rejected")
    }
    #expect(RequestPlanner.isExhausted(attempts, settings: SynthesisSettings()))
    attempts[2].outcome = .accepted
    guard case .done = planner.state(of: Self.document, after: attempts) else {
      return #expect(Bool(false), "the third answer was accepted")
    }
  }

  @Test func anotherModelSupersedesWhatIsPending() throws {
    let first = try due(planner())[0]
    let other = try planner { _, options in options.model = "other" }
    let next = try due(other, [first.row.attempt])[0]
    #expect(next.isNew && next.supersedes?.attempt == first.row.attempt && next.row.attempt.model == "other")
    #expect(next.row.attempt.attempt == 2)
    // What was answered stays answered.
    guard case .done = other.state(of: Self.document, after: [ended(first, .accepted)]) else {
      return #expect(Bool(false))
    }
  }

  @Test func everyPartOfALongDocumentIsAskedAbout() throws {
    let planner = try planner { settings, _ in
      settings.long = .split
      settings.maxWords = 20
    }
    var document = Self.document
    document.text = String(repeating: "The same words come again and again here. ", count: 10)
    let requests = try due(planner, document: document)
    #expect(requests.count > 2 && requests.map(\.row.attempt.part) == Array(1...requests.count))
    #expect(requests.map(\.row.attempt.attempt) == Array(1...requests.count))
    #expect(Set(requests.map(\.request.hash)).count == requests.count, "parts may have the same text")
    // One part is accepted, one rejected, one still pending.
    var rows = requests.map(\.row.attempt)
    rows[0].outcome = .accepted
    rows[1].outcome = .refused
    let next = try due(planner, rows, document: document)
    #expect(next.map(\.row.attempt.part) == Array(2...requests.count))
    #expect(next[0].isNew && next[0].row.attempt.attempt == requests.count + 1 && !next[1].isNew)
    // A document is given up with any of its parts.
    for number in 2...3 {
      var attempt = rows[1]
      attempt.attempt = requests.count + number
      rows.append(attempt)
    }
    guard case .exhausted = planner.state(of: document, after: rows) else { return #expect(Bool(false)) }
  }

  @Test func aDocumentThatIsTooLongIsSkippedIfTheSettingsSaySo() throws {
    let planner = try planner { settings, _ in
      settings.long = .skip
      settings.maxWords = 20
    }
    var document = Self.document
    document.text = String(repeating: "words and words. ", count: 30)
    guard case .skipped = planner.state(of: document, after: []) else { return #expect(Bool(false)) }
  }

  @Test func settingsComeBackAsTheyWere() throws {
    var settings = SynthesisSettings()
    settings.long = .split
    settings.speakers = .varied
    #expect(
      try settings.json
        == #"{"attempts":3,"long":"split","maxScore":1,"maxWords":1400,"seed":1,"speakers":"varied"}"#)
    #expect(try SynthesisSettings(json: settings.json) == settings)
  }
}
