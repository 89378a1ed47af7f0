public import SluiceCore

/// A row of `synthesis`: one request to a language model and what came of it.
public struct SynthesisAttempt: Sendable, Hashable {
  /// The document the request is about, `shard#line`.
  public var key: String
  public var stage: SynthesisStage
  public var prompt: String
  public var promptVersion: String
  public var style: String
  public var model: String
  /// SHA-256 of the request's body, lower-case hex.
  public var requestHash: String
  /// Counts from 1 over all requests of a stage about a document.
  public var attempt: Int
  public var outcome = SynthesisOutcome.pending
  public var tokensIn: Int?
  public var tokensOut: Int?
  public var scoreBefore: Int
  public var scoreAfter: Int?
  /// Where the text lies, below the run's folder, and its line there from 1; nil until it is published.
  public var outputPath: String?
  public var outputLine: Int?
  /// Which part of the document the request holds, from 1, and how many there are (`synthesis_requests`).
  public var part: Int
  public var parts: Int

  public init(
    key: String, stage: SynthesisStage, prompt: String, promptVersion: String, style: String, model: String,
    requestHash: String, attempt: Int, scoreBefore: Int, part: Int, parts: Int
  ) {
    self.key = key
    self.stage = stage
    self.prompt = prompt
    self.promptVersion = promptVersion
    self.style = style
    self.model = model
    self.requestHash = requestHash
    self.attempt = attempt
    self.scoreBefore = scoreBefore
    self.part = part
    self.parts = parts
  }

  static let columns = """
    s.key, s.stage, s.prompt, s.prompt_version, s.style, s.model, s.request_hash, s.attempt, s.outcome, s.tokens_in,
    s.tokens_out, s.score_before, s.score_after, s.output_path, s.output_line, r.part, r.parts
    """
  static let tables = "synthesis s JOIN synthesis_requests r ON r.request_hash = s.request_hash"

  /// - Returns: nil if the row does not hold what its table promises.
  init?(_ row: StatementRow) {
    guard let stage = SynthesisStage(rawValue: row.text(1)), let outcome = SynthesisOutcome(rawValue: row.text(8))
    else { return nil }
    self.init(
      key: row.text(0), stage: stage, prompt: row.text(2), promptVersion: row.text(3), style: row.text(4),
      model: row.text(5), requestHash: row.text(6), attempt: row.integer(7), scoreBefore: row.integer(11),
      part: row.integer(15), parts: row.integer(16))
    self.outcome = outcome
    tokensIn = row.optionalInteger(9)
    tokensOut = row.optionalInteger(10)
    scoreAfter = row.optionalInteger(12)
    outputPath = row.optionalText(13)
    outputLine = row.optionalInteger(14)
  }
}

/// Requests of one stage with one outcome.
public struct SynthesisCount: Sendable, Hashable {
  public var stage: SynthesisStage
  public var outcome: SynthesisOutcome
  public var requests: Int
  public var tokensIn: Int
  public var tokensOut: Int
}

/// A file of requests for a batch service.
public struct SynthesisBatch: Sendable, Hashable {
  public var stage: SynthesisStage
  /// Absolute.
  public var path: String
  public var requests: Int
  /// Whether an answer to any of its requests has been imported.
  public var imported = false

  public init(stage: SynthesisStage, path: String, requests: Int) {
    self.stage = stage
    self.path = path
    self.requests = requests
  }
}

/// A published file of accepted texts.
public struct SynthesisFile: Sendable, Hashable {
  public var stage: SynthesisStage
  /// Below the run's folder.
  public var path: String
  public var lines: Int
  public var bytes: Int
  public var sha256: String

  public init(stage: SynthesisStage, path: String, lines: Int, bytes: Int, sha256: String) {
    self.stage = stage
    self.path = path
    self.lines = lines
    self.bytes = bytes
    self.sha256 = sha256
  }
}

/// What a stage has fixed for all its requests, and where its journal of accepted texts ends.
public struct SynthesisStageState: Sendable, Hashable {
  public var settingsJSON: String
  /// Number of the journal file; a new one begins when its texts were published.
  public var journal: Int
  public var journalEnd: SynthesisJournalEnd
}

/// How much of a journal counts.
public struct SynthesisJournalEnd: Sendable, Hashable {
  public var bytes: Int
  /// Of these bytes, in lower-case hex.
  public var sha256: String

  public init(bytes: Int, sha256: String) {
    self.bytes = bytes
    self.sha256 = sha256
  }
}
