/// Where the policy sends a scored document. Raw values name the folders of a run and the rows of
/// the ledger.
public enum Route: String, CaseIterable, Sendable, Codable {
  case keep, recontextualize, refusal, drop
}
