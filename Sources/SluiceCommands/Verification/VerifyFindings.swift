internal import SluiceReport

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
  var differences: [String] = []

  init(folder: String) { self.folder = folder }

  func render() -> String {
    var checked =
      "\(Numbers.count(shards)) shards, \(Numbers.count(files)) files, \(Numbers.count(decisions)) decisions"
    if let inputLines { checked += ", \(Numbers.count(inputLines)) input lines" }
    checked += " checked"
    guard differences.isEmpty else {
      return differences.map { "  \($0)\n" }.joined() + "\(folder): \(differences.count) differences; \(checked)\n"
    }
    return "\(folder): as it was committed; \(checked)\nchain head \(heads.joined(separator: ", "))\n"
  }
}
