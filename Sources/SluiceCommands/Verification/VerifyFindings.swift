internal import SluiceCore

/// What `verify` has looked at, and each thing that is not as it was committed: file or shard first, then what
/// differs, in the order of the checks.
struct VerifyFindings: Codable {
  var folder: String
  var shards = 0
  var files = 0
  var decisions = 0
  /// Lines of input shards that were read again (`--inputs`).
  var inputLines: Int?
  /// Entry hash of the last committed shard; keep it elsewhere to notice a ledger replaced as a whole.
  var heads: [String] = []
  /// Training sets made from the run, and their documents.
  var mixes = 0
  var mixedDocuments = 0
  /// What is worth knowing and no difference.
  var notes: [String] = []
  var differences: [String] = []

  init(folder: String) { self.folder = folder }

  func render() -> String {
    var things = [files.counted("file")]
    // A mix named by itself has neither.
    if shards > 0 { things = [shards.counted("shard")] + things + [decisions.counted("decision")] }
    if let inputLines { things.append(inputLines.counted("input line")) }
    if mixes > 0 { things.append("\(mixes.counted("mix", "mixes")) with \(mixedDocuments.counted("document"))") }
    let checked = things.joined(separator: ", ") + " checked"
    let notes = notes.map { "note: \($0)\n" }.joined()
    guard differences.isEmpty else {
      return differences.map { "  \($0)\n" }.joined()
        + "\(folder): \(differences.count.counted("difference")); \(checked)\n"
        + notes
    }
    let chain = heads.isEmpty ? "" : "chain head \(heads.joined(separator: ", "))\n"
    return "\(folder): as it was committed; \(checked)\n" + chain + notes
  }
}
