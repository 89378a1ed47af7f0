package import SluiceIO

extension Sequence<OtherFile> {
  /// Those that may hold documents which are now missing, and folders that could not be read.
  package var missing: [OtherFile] { filter { $0.reason.mayHoldData || $0.reason == .unreadable } }

  /// Folders that could not be read: a failure, whatever its user says of other files.
  package var unreadable: [OtherFile] { filter { $0.reason == .unreadable } }

  /// One sentence per reason, those with a consequence first and with more names.
  package var sentences: [String] {
    let reasons = OtherFile.Reason.allCases
    let grave = reasons.filter { $0.mayHoldData || $0 == .unreadable }
    return grave.compactMap { summary(of: $0, shown: 20).map { "not read: " + $0 } }
      + reasons.filter { !grave.contains($0) }.compactMap { reason in
        summary(of: reason).map { (reason == .link ? "noted: " : "left out: ") + $0 }
      }
  }
}
