internal import SluiceClassifier
internal import SluiceCore
internal import SluiceIO
internal import SluiceLedger

/// What `--version` tells: the program's version on the first line, then what it decides and works with.
enum VersionReport {
  static func render() throws -> String {
    let model = try ModelFile.builtIn()
    var lines = [("model", "\(try model.requiredMetadata("name")), sha256 \(model.digest)")]
    lines += LibraryVersions.all.map { ($0.name, $0.version) }
    lines.append(("SQLite", Ledger.sqliteVersion))
    return sluiceVersion + "\n"
      + lines.map { "\($0)\(String(repeating: " ", count: 12 - $0.count))\($1)\n" }.joined()
  }
}
