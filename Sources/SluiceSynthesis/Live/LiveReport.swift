/// What a live call came to.
public struct LiveReport: Sendable, Codable {
  /// Requests that got an answer, by what became of them.
  public var outcomes: [String: Int] = [:]
  /// Requests that got none.
  public var unanswered = 0
  public var skipped = 0
  public var exhausted = 0
  public var tokensIn = 0
  public var tokensOut = 0
  /// Of the stage over all calls; 0 without prices.
  public var spend = 0.0
  public var seconds = 0.0
  /// Why the call ended before its work did; nil if it did not.
  public var stopped: String?

  public init() {}
}
