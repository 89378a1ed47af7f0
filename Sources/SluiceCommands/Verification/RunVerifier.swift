internal import SluiceCore
internal import SluiceIO
internal import SluiceLedger
internal import SluiceMixing

/// Compares a run's files with its ledger, and the ledger with its hash chain. Reads everything as streams:
/// memory does not grow with shards or files. Works beside a run that is going on.
struct RunVerifier {
  let folder: String
  /// Whether the input shards are read again.
  var readsInputs = false
  /// A manifest to compare with.
  var manifest: String?

  func verify() throws -> VerifyFindings {
    let reader = try LedgerReader(folder: folder)
    var findings = VerifyFindings(folder: folder)
    let chain = try reader.verifyChain()
    findings.shards = chain.shards
    findings.decisions = chain.decisions
    findings.heads = chain.heads
    findings.differences = chain.mismatches.map { "ledger: \($0.description)" }
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
    if let listed = RunFile(in: folder)?.shards, listed > shards.count {
      findings.differences.append("run.json: lists \(listed.counted("shard")), the ledger has \(shards.count)")
    }
    for file in try reader.synthesisFiles() {
      findings.files += 1
      if let difference = OutputCheck(folder: folder).difference(file) { findings.differences.append(difference) }
    }
    findings.differences += try StrayFiles(folder: folder, options: options).find(shards, reader.outputs())
    try verifyTagged(&findings)
    try verifyMixes(reader, &findings)
    if let manifest {
      findings.differences += try ManifestCheck(path: manifest).differences(RunManifest(folder: folder, reader: reader))
    }
    return findings
  }

  private func verifyTagged(_ findings: inout VerifyFindings) throws {
    guard let verifier = try TagVerifier(source: RunSource(run: folder)) else { return }
    findings.files += verifier.files
    findings.differences += verifier.differences()
  }

  /// Training sets that the ledger knows. One that was moved away or removed is no difference, but noted.
  private func verifyMixes(_ reader: LedgerReader, _ findings: inout VerifyFindings) throws {
    for (mix, _) in try reader.mixes() {
      let manifest = mix.output + "/" + MixManifest.name
      guard Folders.exists(manifest) else {
        findings.notes.append("\(mix.output): this mix of \(mix.recipe) is not there any more")
        continue
      }
      guard try FileDigest.sha256(of: manifest) == mix.manifestSHA256 else {
        findings.differences.append("\(manifest): not the manifest the ledger has recorded")
        continue
      }
      try MixFindings.add(mix.output, to: &findings)
    }
  }
}

/// What `verify` finds in a training set.
enum MixFindings {
  static func add(_ folder: String, to findings: inout VerifyFindings) throws {
    let verifier = try MixVerifier(folder: folder, jobs: JobsOption.cores)
    findings.mixes += 1
    findings.files += verifier.files
    findings.mixedDocuments += verifier.documents
    findings.differences += try verifier.differences().map { "\(folder): \($0)" }
  }
}
