/// The result of a live call.
package struct LiveReport: Sendable, Codable {
  /// Requests that got an answer, by what became of them.
  package var outcomes: [String: Int] = [:]
  /// The file that keeps the answers that could not be read; nil if there were none.
  package var unreadableFile: String?
  /// Requests that got none.
  package var unanswered = 0
  package var skipped = 0
  package var exhausted = 0
  /// Documents that no language model may see.
  package var leftToPeople = 0
  package var tokensIn = 0
  package var tokensOut = 0
  /// Of the stage, all calls together; 0 without prices.
  package var spend = 0.0
  package var seconds = 0.0
  /// Why the call ended before everything was asked; nil if it did not, or a signal ended it.
  package var stopped: String?

  package init() {}
}
