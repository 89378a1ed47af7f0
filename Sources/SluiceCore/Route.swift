/// Where the policy sends a scored document. Raw values name the folders of a run and the rows of
/// the ledger.
public enum Route: String, CaseIterable, Sendable, Codable {
  /// Keep as it is; rewrite; turn into a dialogue that declines; leave out.
  case keep, recontextualize, refusal, drop
}
