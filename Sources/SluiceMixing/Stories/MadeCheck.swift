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
      try check(mix: mix.output, into: &findings)
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
