/// What `verify` has checked, and each thing that is not as it was committed: file or shard first, then what
/// differs, in the order of the checks.
package struct VerifyFindings: Codable {
  package var folder: String
  package var shards = 0
  package var files = 0
  package var decisions = 0
  /// Lines of input shards that were read again (`--inputs`).
  package var inputLines: Int?
  /// Entry hash of the last committed shard; keep it elsewhere to notice a ledger replaced as a whole.
  package var heads: [String] = []
  /// Training sets made from the run, and their documents.
  package var mixes = 0
  package var mixedDocuments = 0
  /// What is worth knowing, but is not a difference.
  package var notes: [String] = []
  package var differences: [String] = []

  package init(folder: String) { self.folder = folder }
}
