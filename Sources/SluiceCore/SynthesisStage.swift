/// The stages that make new texts from the queues. Raw values are commands, folders below `synthetic/`,
/// and values in the ledger.
public enum SynthesisStage: String, CaseIterable, Sendable, Codable {
  /// Rewrites documents of the recontextualize queue.
  case recontextualize
  /// Turns documents of the refusal queue into dialogues that decline.
  case refusals
  /// Turns accepted refusals into texts of moral education.
  case moralEducation = "moral-education"
}
