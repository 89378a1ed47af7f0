internal import SluiceIO
package import SluiceLedger
package import SluiceRun

/// What `verify` checks besides the run itself: its tagged documents, and the training sets made from it.
package struct MadeCheck {
  package var jobs: Int

  package init(jobs: Int) { self.jobs = jobs }

  /// Adds what is found in a run's tagged documents and in the mixes its ledger knows. A mix that was moved away or
  /// removed is no difference, but noted.
  package func check(run folder: String, _ reader: LedgerReader, into findings: inout VerifyFindings) throws {
    if let verifier = try TagVerifier(source: RunSource(folder: folder, ledger: reader)) {
      findings.files += verifier.files
      findings.differences += try verifier.differences()
    }
    let rows = MixRowsCheck(reader: reader, folder: folder)
    findings.differences += try reader.strayMixRows().map { "ledger: \($0) has rows of a mix that is not in mixes" }
    for (mix, documents) in try reader.mixes() {
      let manifest = mix.output + "/" + MixManifest.name
      guard Folders.exists(manifest) else {
        findings.differences += try rows.contradictions(mix, rows: documents)
        findings.notes.append("\(mix.output): this mix of \(mix.recipe) is not there any more")
        continue
      }
      guard try FileDigest.sha256(of: manifest) == mix.manifestSHA256 else {
        findings.differences.append("\(manifest): not the manifest the ledger has recorded")
        continue
      }
      let before = findings.differences.count
      try check(mix: mix.output, into: &findings)
      // The rows are compared with the files, so only with files that are as they were made.
      if findings.differences.count == before {
        findings.differences += try rows.differences(mix, rows: documents)
      }
    }
  }

  /// Adds what is found in a training set.
  package func check(mix folder: String, into findings: inout VerifyFindings) throws {
    let verifier = try MixVerifier(folder: folder, jobs: jobs)
    findings.mixes += 1
    findings.files += verifier.files
    findings.mixedDocuments += verifier.documents
    findings.differences += try verifier.differences().map { "\(folder): \($0)" }
  }
}
