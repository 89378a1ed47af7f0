internal import SluiceCore

/// Tells the output folder of a run from any other folder.
enum RunMarker {
  /// - Parameter names: of what is in the folder.
  static func isRun(_ folder: String, _ names: Set<Name>) -> Bool {
    if names.contains("ledger-parts") { return true }
    guard names.contains("ledger.sqlite") else { return false }
    return names.contains("run.json") || mayBeLedger(folder + "/ledger.sqlite")
  }

  /// Whether it is a SQLite file with the application id of a ledger (`LedgerSchema.applicationID`), which stands at
  /// byte 68 (https://www.sqlite.org/fileformat.html). One that was emptied or cut off is still a ledger.
  private static func mayBeLedger(_ path: String) -> Bool {
    guard let source = try? FileSource(path: path, hashing: false, regular: true), let hasBytes = try? source.fill()
    else { return false }
    if !hasBytes { return true }
    let head = source.window.prefix(72)
    let magic = "SQLite format 3\0".utf8
    return head.prefix(magic.count).elementsEqual(magic.prefix(head.count))
      && (head.count < 72 || head.dropFirst(68).elementsEqual("sluL".utf8))
  }
}
