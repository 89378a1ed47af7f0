internal import SluiceCore
package import SluiceRun

extension VerifyFindings {
  package func render() -> String {
    var things = [files.counted("file")]
    // A mix named by itself has neither.
    if shards > 0 { things = [shards.counted("shard")] + things + [decisions.counted("decision")] }
    if let inputLines { things.append(inputLines.counted("input line")) }
    if mixes > 0 { things.append("\(mixes.counted("mix", "mixes")) with \(mixedDocuments.counted("document"))") }
    let checked = things.joined(separator: ", ") + " checked"
    let notes = notes.map { "note: \($0.shown)\n" }.joined()
    guard differences.isEmpty else {
      return differences.map { "  \($0.shown)\n" }.joined()
        + "\(folder.shown): \(differences.count.counted("difference")); \(checked)\n"
        + notes
    }
    let chain = heads.isEmpty ? "" : "chain head \(heads.joined(separator: ", "))\n"
    return "\(folder.shown): as it was committed; \(checked)\n" + chain + notes
  }
}
