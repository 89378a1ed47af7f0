internal import SluiceCore
internal import SluiceIO
internal import SluiceLedger
internal import SluiceReport

/// Compares a run's files with its ledger, and the ledger with its hash chain.
struct RunVerifier {
  struct Findings: Codable {
    var folder: String
    var shards = 0
    var files = 0
    var decisions = 0
    /// Entry hash of the last committed shard; keep it elsewhere to notice a ledger replaced as a whole.
    var heads: [String] = []
    var differences: [String] = []

    func render() -> String {
      let checked =
        "\(Numbers.count(shards)) shards, \(Numbers.count(files)) files, \(Numbers.count(decisions)) decisions checked"
      guard differences.isEmpty else {
        return differences.map { "  \($0)\n" }.joined() + "\(folder): \(differences.count) differences; \(checked)\n"
      }
      return "\(folder): as it was committed; \(checked)\nchain head \(heads.joined(separator: ", "))\n"
    }
  }

  let folder: String

  func verify() throws -> Findings {
    let reader = try LedgerReader(folder: folder)
    var findings = Findings(folder: folder)
    let chain = try reader.verifyChain()
    findings.shards = chain.shards
    findings.decisions = chain.decisions
    findings.heads = chain.heads
    findings.differences = chain.mismatches.map { "ledger: \($0.description)" }
    for record in try reader.outputs() {
      findings.files += 1
      if let difference = check(record.output) { findings.differences.append(difference) }
    }
    return findings
  }

  /// - Returns: what is wrong with the file; nil if nothing is.
  private func check(_ output: ShardCommit.Output) -> String? {
    let path = folder + "/" + output.path
    do {
      let digest = try FileDigest.sha256(of: path)
      guard digest == output.sha256 else {
        return "\(output.path): sha256 is \(digest), the ledger says \(output.sha256)"
      }
      var lines = 0
      let reader = try ShardReader(path: path)
      let chunk = Chunk()
      while try reader.next(into: chunk) { lines += chunk.lines }
      return lines == output.lines ? nil : "\(output.path): holds \(lines) lines, the ledger says \(output.lines)"
    } catch {
      return "\(error)"
    }
  }
}
