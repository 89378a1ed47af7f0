/// Why a line was not scored and routed. Raw values are stable: the ledger, quarantine rows and reports hold them.
public enum QuarantineReason: String, Error, CaseIterable, Sendable, Codable {
  /// The line is not valid JSON.
  case notJSON = "not_json"
  /// The line is JSON, but not an object.
  case notObject = "not_object"
  /// The line is not valid UTF-8.
  case notUTF8 = "not_utf8"
  /// A string contains half of a UTF-16 surrogate pair.
  case loneSurrogate = "lone_surrogate"
  /// A key that sluice reads occurs twice.
  case duplicateKey = "duplicate_key"
  /// The object has no text field.
  case missingText = "missing_text"
  /// The text field is not a string.
  case textNotString = "text_not_string"
  /// The line is longer than the limit.
  case lineTooLong = "line_too_long"
  /// The JSON nests deeper than 1024 levels.
  case nestedTooDeep = "nested_too_deep"
  /// A number does not fit 64 bits.
  case numberOutOfRange = "number_out_of_range"
  /// There was no memory to parse the line.
  case outOfMemory = "out_of_memory"
  /// The object already has the key under which sluice adds its result.
  case safetyKeyTaken = "safety_key_taken"
  /// The classifier could not score the text.
  case classifierFailed = "classifier_failed"
  /// The classifier scored only part of the text.
  case partlyScored = "partly_scored"
  /// The stream broke inside the line (`--salvage` only).
  case tornLine = "torn_line"
  /// A rule of the policy sends the document to quarantine.
  case policy
  /// A rule of the policy leaves the document to people: no language model may see it.
  case needsAPerson = "needs-a-person"

  /// One plain sentence for reports.
  public var explanation: String {
    switch self {
    case .notJSON: "the line is not valid JSON"
    case .notObject: "the line is JSON, but not an object"
    case .notUTF8: "the line is not valid UTF-8"
    case .loneSurrogate: "a string holds half of a UTF-16 surrogate pair (such as \\ud800)"
    case .duplicateKey: "the text, id or source key occurs twice, so readers would disagree"
    case .missingText: "the object has no text field (see --fields)"
    case .textNotString: "the text field is not a string"
    case .lineTooLong: "the line is longer than --max-line-bytes"
    case .nestedTooDeep: "the JSON nests deeper than 1024 levels"
    case .numberOutOfRange: "the line holds a number that does not fit 64 bits"
    case .outOfMemory: "there was no memory to parse the line"
    case .safetyKeyTaken: "the object already has the key sluice would add (see --safety-key)"
    case .classifierFailed: "the classifier could not score the text"
    case .partlyScored: "the classifier scored only part of the text"
    case .tornLine: "the stream broke inside the line (kept by --salvage)"
    case .policy: "a rule of the policy quarantines such documents"
    case .needsAPerson: "a rule of the policy leaves such documents to people; no language model may see them"
    }
  }
}
