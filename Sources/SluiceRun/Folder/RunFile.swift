internal import Foundation
internal import SluiceIO
internal import SluiceLedger

/// `run.json`: what a run is, for people and scripts, and which ledger belongs to it (`RunCard` reads that).
struct RunFile: Codable {
  static let name = RunCard.name

  var format = 1
  var sluiceVersion: String
  var model: String
  var modelSHA256: String
  var policy: String
  var policySHA256: String
  var options: RunOptionsRecord
  var shards: Int
  var inputBytes: Int
  /// What the input folders hold besides shards; nil in a file by an earlier version.
  var otherFiles: [OtherFile]?
  /// What the run's hash chain starts from; of a divided run, that of the whole. Nil in files of earlier versions, as is
  /// the next.
  var genesisHash: String?
  /// Over the paths of the shards (`RunCard.digest(ofInputs:)`); nil in a divided run, whose division has the paths.
  var inputsSHA256: String?
}

extension RunFile {
  /// What an output folder says it is; nil if there is nothing to read.
  init?(in folder: String) {
    guard let content = try? SmallFile.bytes(of: folder + "/" + Self.name, limit: 1 << 24),
      let run = try? JSONDecoder().decode(Self.self, from: Data(content))
    else { return nil }
    self = run
  }
}
