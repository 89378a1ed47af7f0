internal import Foundation
internal import SluiceCore
internal import SluiceIO
internal import SluiceLedger

/// The output folder of a run: its lock, its ledger and the small files beside the queues.
struct RunFolder {
  let path: String
  private let lock: FolderLock
  let ledger: Ledger
  /// Whether this process started the run, rather than finding it.
  let isNew: Bool

  static let successName = "_SUCCESS"

  /// Why a folder cannot take a run.
  struct Refused: Error, CustomStringConvertible {
    var description: String
  }

  /// Takes the folder, creating it and its ledger if they are not there. A folder that holds other
  /// things is refused: queues are never mixed with what sluice did not write.
  init(_ path: String) throws {
    self.path = path
    let existed = Folders.exists(path)
    try Folders.create(path)
    if !existed { try Folders.sync(Folders.parent(of: path) ?? (path.hasPrefix("/") ? "/" : ".")) }
    let hasLedger = Folders.exists(Ledger.path(in: path))
    if existed, !hasLedger {
      guard let content = try? FileManager.default.contentsOfDirectory(atPath: path) else {
        throw Refused(description: "\(path): not a folder that can be read; choose a new folder for --output")
      }
      guard content.allSatisfy({ $0 == ".lock" }) else {
        throw Refused(
          description: "\(path): not empty and no sluice run; choose a new folder for --output")
      }
    }
    lock = try FolderLock(folder: path)
    if hasLedger, let opened = try? Ledger.open(in: path) {
      ledger = opened
      isNew = false
    } else {
      // Also a ledger without a run, which a death in the first moments leaves.
      ledger = try Ledger.create(in: path)
      isNew = true
    }
  }

  /// What the run is, for people and scripts; the ledger is the record that counts.
  func writeRunFile(_ run: RunFile) throws {
    try Folders.writeAtomically(Array(try JSONOutput.render(run).utf8), to: path + "/" + RunFile.name)
  }

  func writeSuccess() throws { try Folders.writeAtomically([], to: path + "/" + Self.successName) }

  func removeSuccess() throws { if hasSuccess { try Folders.remove(file: path + "/" + Self.successName) } }

  var hasSuccess: Bool { Folders.exists(path + "/" + Self.successName) }
}

/// `run.json`.
struct RunFile: Codable {
  static let name = "run.json"

  var format = 1
  var sluiceVersion: String
  var model: String
  var modelSHA256: String
  var policy: String
  var policySHA256: String
  var options: RunOptionsRecord
  var shards: Int
  var inputBytes: Int
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
