package import SluiceCore

/// A row of `synthesis`: one request to a language model and what came of it.
package struct SynthesisAttempt: Sendable, Hashable {
  /// The document the request is about, `shard#line`.
  package var key: String
  package var stage: SynthesisStage
  package var prompt: String
  package var promptVersion: String
  package var style: String
  package var model: String
  /// SHA-256 of the request's body, lower-case hex.
  package var requestHash: String
  /// Counts from 1 over all requests of a stage about a document.
  package var attempt: Int
  package var outcome = SynthesisOutcome.pending
  package var tokensIn: Int?
  package var tokensOut: Int?
  package var scoreBefore: Int
  package var scoreAfter: Int?
  /// Where the text is, below the run's folder, and its line there from 1; nil until it is published.
  package var outputPath: String?
  package var outputLine: Int?
  /// Which part of the document the request holds, from 1, and how many there are (`synthesis_requests`).
  package var part: Int
  package var parts: Int

  package init(
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

  /// The most tokens that anybody is believed to have counted in one request or answer.
  package static let mostTokens = 100_000_000

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
      model: row.text(5), requestHash: row.text(6), attempt: row.count(7), scoreBefore: row.integer(11),
      part: row.count(15), parts: row.count(16))
    self.outcome = outcome
    tokensIn = row.optionalInteger(9)
    tokensOut = row.optionalInteger(10)
    scoreAfter = row.optionalInteger(12)
    outputPath = row.optionalText(13)
    outputLine = row.optionalInteger(14)
  }
}

/// Requests of one stage with one outcome.
package struct SynthesisCount: Sendable, Hashable {
  package var stage: SynthesisStage
  package var outcome: SynthesisOutcome
  package var requests: Int
  package var tokensIn: Int
  package var tokensOut: Int
}

/// A file of requests for a batch service.
package struct SynthesisBatch: Sendable, Hashable {
  package var stage: SynthesisStage
  /// Absolute.
  package var path: String
  package var requests: Int
  /// Whether an answer to any of its requests has been imported.
  package var imported = false

  package init(stage: SynthesisStage, path: String, requests: Int) {
    self.stage = stage
    self.path = path
    self.requests = requests
  }
}

/// A published file of accepted texts.
package struct SynthesisFile: Sendable, Hashable {
  package var stage: SynthesisStage
  /// Below the run's folder.
  package var path: String
  package var lines: Int
  package var bytes: Int
  package var sha256: String

  package init(stage: SynthesisStage, path: String, lines: Int, bytes: Int, sha256: String) {
    self.stage = stage
    self.path = path
    self.lines = lines
    self.bytes = bytes
    self.sha256 = sha256
  }
}

/// What a stage has fixed for all its requests, and where its journal of accepted texts ends.
package struct SynthesisStageState: Sendable, Hashable {
  package var settingsJSON: String
  /// Number of the journal file; a new one begins when its texts were published.
  package var journal: Int
  package var journalEnd: SynthesisJournalEnd
}

/// How much of a journal counts.
package struct SynthesisJournalEnd: Sendable, Hashable {
  package var bytes: Int
  /// Of these bytes, in lower-case hex.
  package var sha256: String

  package init(bytes: Int, sha256: String) {
    self.bytes = bytes
    self.sha256 = sha256
  }
}
