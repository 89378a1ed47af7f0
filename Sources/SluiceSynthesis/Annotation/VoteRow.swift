package import SluiceCore

/// One request of an annotation and what came of it: a line of the vote log.
package struct VoteRow: RequestRow, Codable, Sendable, Hashable {
  package var id: Name
  /// From 1.
  package var vote: Int
  /// Whether it asks again after an answer that was not a judgement.
  package var isRepair: Bool
  package var requestHash: String
  package var model: String
  package var promptVersion: String
  package var outcome = SynthesisOutcome.pending
  package var judgement: Vote?
  /// The answer that was not a judgement, for the repair to point at.
  package var answer: String?
  package var tokensIn: Int?
  package var tokensOut: Int?

  package init(_ slot: VoteSlot, isRepair: Bool, requestHash: String, model: String, promptVersion: String) {
    id = slot.id
    vote = slot.vote
    self.isRepair = isRepair
    self.requestHash = requestHash
    self.model = model
    self.promptVersion = promptVersion
  }

  var slot: VoteSlot { VoteSlot(id: id, vote: vote) }
  package var documentKey: String { slot.key }
}
