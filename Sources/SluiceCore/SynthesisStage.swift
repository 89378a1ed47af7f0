/// The stages that make new texts from the queues. Raw values are commands, folders below `synthetic/`,
/// and values in the ledger.
public enum SynthesisStage: String, CaseIterable, Sendable, Codable {
  case recontextualize
  case refusals
  case moralEducation = "moral-education"
}
