/// What became of one request to a language model. Raw values are stable: the ledger stores them.
public enum SynthesisOutcome: String, CaseIterable, Sendable, Codable {
  /// Asked for, or about to be: sent when the process died, or standing in a batch file.
  case pending
  /// The answer passed every check.
  case accepted

  // Answered, and not accepted: never asked again in the same words.
  /// The model declined to do what was asked.
  case refused
  /// The server's content filter stopped the answer.
  case filtered
  /// The answer reached the token limit.
  case truncated
  /// The server says that the answer ended otherwise than by itself: an error, a call of a tool.
  case unfinished
  /// The answer is empty.
  case empty
  /// The answer contains `<think>` text.
  case thinking
  /// The answer is not valid text: half a surrogate pair, broken UTF-8, control characters, or characters that hide
  /// text or turn its direction.
  case badText = "bad_text"
  /// The answer does not have the required format.
  case badFormat = "bad_format"
  /// The assistant of the dialogue does not decline, or gives in.
  case complied
  /// The answer is in another language than the document.
  case wrongLanguage = "wrong_language"
  /// The answer is too short for the document.
  case tooShort = "too_short"
  /// The answer is too long for the document.
  case tooLong = "too_long"
  /// The answer repeats the document.
  case nearCopy = "near_copy"
  /// The classifier scores the answer above the stage's ceiling.
  case unsafe

  // Not answered: the same request is asked again.
  /// The server answered with an error, or not at all.
  case httpError = "http_error"
  /// The server answered, and no text can be found in what it sent; it is kept aside.
  case unreadable
  /// The batch ended before the request was processed.
  case expired
  /// Another request with other words replaced this one before an answer came.
  case superseded

  /// Whether the model's answer decided; a request that got none may be sent again.
  public var isAnswered: Bool {
    switch self {
    case .pending, .httpError, .unreadable, .expired, .superseded: false
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
    case .unfinished: "the server says that the answer ended otherwise than by itself (an error, a call of a tool)"
    case .empty: "the answer is empty"
    case .thinking: "the answer holds <think> text"
    case .badText: "the answer is not valid text (half a surrogate pair, broken UTF-8, control characters, hidden text)"
    case .badFormat: "the answer does not have the form that was asked for"
    case .complied: "the assistant of the dialogue does not decline, or gives in"
    case .wrongLanguage: "the answer is in another language than the document"
    case .tooShort: "the answer is too short for the document"
    case .tooLong: "the answer is too long for the document"
    case .nearCopy: "the answer repeats the document"
    case .unsafe: "the classifier scores the answer above the stage's ceiling"
    case .httpError: "the server answered with an error, or not at all"
    case .unreadable: "the server answered, and no text can be found in what it sent; it is kept aside"
    case .expired: "the batch ended before the request was worked on"
    case .superseded: "asked anew in other words before an answer came"
    }
  }
}
