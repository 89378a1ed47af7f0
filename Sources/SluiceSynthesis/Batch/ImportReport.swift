internal import SluiceCore

/// The result of reading answers. Every line of every file is in exactly one count.
package struct ImportReport: Sendable, Codable {
  package var lines = 0
  /// Requests by what became of them now.
  package var outcomes: [String: Int] = [:]
  /// The file that keeps the answers that could not be read; nil if there were none.
  package var unreadableFile: String?
  /// Answers to requests that had theirs already, or came twice in these files; the first answer counts.
  package var duplicate = 0
  /// Lines whose `custom_id` names no request of the stage.
  package var unknown = 0
  /// Lines that are not answers at all; `firstMalformed` says where the first one is.
  package var malformed = 0
  package var firstMalformed: String?
  /// Answers about documents that are no longer in the queue.
  package var documentGone = 0
  /// Requests of imported batch files that still have no answer; the next `--batch` asks them again.
  package var missing = 0

  package init() {}

  /// Whether nothing was accepted, although there was something to accept: answers that had been imported before are
  /// no reason to complain.
  package var isFruitless: Bool {
    outcomes[SynthesisOutcome.accepted.rawValue, default: 0] == 0 && (lines == 0 || duplicate < lines)
  }
}
