internal import Foundation
internal import GRDB
package import SluiceCore
internal import SluiceIO

/// What `run.json` says of the run in a folder, so that the ledger of another run is not taken for this one's. Reads
/// only what tells runs apart; `SluiceRun` writes the file.
package struct RunCard: Sendable {
  package static let name = "run.json"

  private struct Content: Decodable {
    var sluiceVersion: String
    var modelSHA256: String
    var policySHA256: String
    var shards: Int
    var genesisHash: String?
    var inputsSHA256: String?
  }

  private let path: String
  private let content: Content

  /// - Returns: nil if there is no such file, or one that is not a run's; `verify` tells.
  init?(folder: String) {
    path = "\(folder)/\(Self.name)"
    guard Folders.exists(path), let bytes = try? SmallFile.bytes(of: path, limit: 1 << 24),
      let content = try? JSONDecoder().decode(Content.self, from: Data(bytes))
    else { return nil }
    self.content = content
  }

  /// SHA-256 over the paths of shards in the order of their numbers, which tells runs over other inputs apart.
  package static func digest(ofInputs paths: some Sequence<Name>) -> String {
    let hasher = CanonicalHasher("sluice inputs 1")
    for path in paths { hasher.text(path.text) }
    return hasher.hex()
  }

  /// - Throws: `LedgerError.otherRun` if the ledger is of another run than the file.
  func check(_ db: Database, ledger: String) throws {
    guard let run = try LedgerReader.runs(db).first else { return }
    let (whole, isTask) = RunDivision.whole(run.identity)
    // The hash as stored: an edited row is for `verify` and `Drift` to name.
    var isSame = content.genesisHash.map { $0 == (isTask ? whole.genesisHash : run.genesisHash) }
    // A task's ledger has its shards only, and its chain starts from the division, which holds all paths.
    if !isTask, let inputs = content.inputsSHA256 { isSame = try isSame != false && inputs == digest(db) }
    guard isSame ?? hasIdentity(run.identity) else { throw LedgerError.otherRun(path: ledger, file: Self.name) }
  }

  /// What files of earlier versions tell runs apart by.
  private func hasIdentity(_ identity: RunIdentity) -> Bool {
    content.sluiceVersion == identity.sluiceVersion && content.modelSHA256 == identity.modelSHA256
      && content.policySHA256 == identity.policySHA256
  }

  /// Of the shards that the file counts; those that were added since have greater numbers.
  private func digest(_ db: Database) throws -> String {
    let statement = try PreparedStatement(db, "SELECT path FROM shards ORDER BY id LIMIT ?")
    statement.bind(1, content.shards)
    return Self.digest(ofInputs: try statement.rows { Name($0.text(0)) })
  }
}
