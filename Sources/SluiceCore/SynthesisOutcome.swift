/// What became of one request to a language model. Raw values are stable: they stand in the ledger.
public enum SynthesisOutcome: String, CaseIterable, Sendable, Codable {
  /// Asked for, or about to be: sent when the process died, or standing in a batch file.
  case pending
  case accepted

  // Answered, and not accepted: never asked again in the same words.
  case refused
  case filtered
  case truncated
  case empty
  case thinking
  case badText = "bad_text"
  case badFormat = "bad_format"
  case complied
  case wrongLanguage = "wrong_language"
  case tooShort = "too_short"
  case tooLong = "too_long"
  case nearCopy = "near_copy"
  case unsafe

  // Not answered: the same request is asked again.
  case httpError = "http_error"
  case expired
  case superseded

  /// Whether the model's answer decided; a request that got none may be sent again.
  public var isAnswered: Bool {
    switch self {
    case .pending, .httpError, .expired, .superseded: false
    default: true
    }
  }

  /// One plain sentence.
  public var explanation: String {
    switch self {
    case .pending: "no answer yet"
    case .accepted: "the answer passed every check"
    case .refused: "the model declined to do what was asked"
    case .filtered: "the server's content filter stopped the answer"
    case .truncated: "the answer reached the token limit"
    case .empty: "the answer is empty"
    case .thinking: "the answer holds <think> text"
    case .badText: "the answer is not valid text (half a surrogate pair, broken UTF-8, control characters)"
    case .badFormat: "the answer does not have the form that was asked for"
    case .complied: "the assistant of the dialogue does not decline"
    case .wrongLanguage: "the answer is in another language than the document"
    case .tooShort: "the answer is too short for the document"
    case .tooLong: "the answer is too long for the document"
    case .nearCopy: "the answer repeats the document"
    case .unsafe: "the classifier scores the answer above the stage's ceiling"
    case .httpError: "the server answered with an error, or not at all"
    case .expired: "the batch ended before the request was worked on"
    case .superseded: "asked anew in other words before an answer came"
    }
  }
}
