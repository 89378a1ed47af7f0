internal import SluiceCore
internal import SluiceIO
package import SluiceLedger

/// Compares a run's files with its ledger, and the ledger with its hash chain. Reads everything as streams:
/// memory does not grow with shards or files. Works while the run is still going.
package struct RunVerifier {
  package let folder: String
  /// Whether the input shards are read again.
  package var readsInputs = false
  /// A manifest to compare with.
  package var manifest: String?

  package init(folder: String) { self.folder = folder }

  /// - Parameter others: checks of what was made from the run; they come before the manifest.
  package func verify(
    also others: (LedgerReader, inout VerifyFindings) throws -> Void = { _, _ in }
  ) throws -> VerifyFindings {
    let reader = try LedgerReader(unchecked: folder)
    var findings = VerifyFindings(folder: folder)
    let chain = try reader.verifyChain()
    findings.shards = chain.shards
    findings.decisions = chain.decisions
    findings.heads = chain.heads
    findings.differences = try reader.otherRun(in: folder).map { ["\($0)"] } ?? []
    findings.differences += chain.mismatches.map { "ledger: \($0.description)" }
    guard chain.isReadable else { return findings }
    let shards = try reader.shards()
    let options = try RunOptionsRecord(json: reader.run().identity.optionsJSON)
    if readsInputs { findings.inputLines = 0 }
    for shard in shards where shard.state == .done {
      let outputs = try reader.outputs(shard: shard.id).map(\.output)
      findings.files += outputs.count
      var sound: [ShardCommit.Output] = []
      for output in outputs {
        if let difference = OutputCheck(folder: folder).difference(output, of: shard) {
          findings.differences.append(difference)
        } else {
          sound.append(output)
        }
      }
      findings.differences += QueueRowsCheck(folder: folder, reader: reader, options: options)
        .differences(sound, of: shard)
      guard readsInputs else { continue }
      var check = InputLinesCheck(folder: folder, options: options)
      findings.differences += check.differences(outputs, of: shard)
      findings.inputLines! += check.lines
    }
    findings.differences += RunFileCheck(folder: folder)
      .differences(try reader.run(), shards, division: try RunDivision(folder: folder))
    try checkOthers(reader, &findings)
    let texts = try reader.synthesisFiles()
    for file in texts {
      findings.files += 1
      let rows = SyntheticRowsCheck(folder: folder, reader: reader)
      if let difference = try OutputCheck(folder: folder).difference(file) ?? rows.difference(file) {
        findings.differences.append(difference)
      }
    }
    findings.differences += try reader.synthesisContradictions()
    let mixes = try Set(reader.mixes().map { Name($0.mix.output) })
    let strays = try StrayFiles(folder: folder, options: options, mixes: mixes)
      .find(shards, reader.outputs(), texts: texts)
    findings.differences += strays.differences
    if let first = strays.readable.min() {
      findings.notes.append(
        "\(folder): others may read \(strays.readable.count.counted("file and folder", "files and folders")) in it, the first \(first)"
      )
    }
    try others(reader, &findings)
    if let manifest {
      findings.differences += try ManifestCheck(path: manifest).differences(RunManifest(folder: folder, reader: reader))
    }
    return findings
  }

  /// What was left out has no part in the chain, so run.json and the ledger must agree on it. Tasks of a divided run may
  /// have met different files.
  private func checkOthers(_ reader: LedgerReader, _ findings: inout VerifyFindings) throws {
    let others = try reader.otherFiles()
    findings.notes += others.sentences
    if !others.unreadable.isEmpty, Folders.exists("\(folder)/\(RunFolder.successName)") {
      findings.differences.append(
        "\(RunFolder.successName): is there, though a folder of the input could not be listed")
    }
    guard try reader.runs().count == 1, let listed = RunFile(in: folder)?.otherFiles, listed.sorted() != others else {
      return
    }
    findings.differences.append(
      "run.json: lists \(listed.count.counted("other file")) of the input folders, the ledger has others"
        + " (\(others.count))")
  }
}
