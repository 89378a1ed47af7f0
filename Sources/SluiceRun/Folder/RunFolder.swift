internal import Foundation
internal import SluiceCore
internal import SluiceIO
package import SluiceLedger
internal import SluiceReport

/// The output folder of a run: its lock, its ledger and the small files beside the queues. Tasks of a divided
/// run have a lock and a ledger each, and share the rest.
package struct RunFolder {
  package let path: String
  /// The task's place in a divided run.
  package let part: RunPart?
  private let lock: FolderLock
  package let ledger: Ledger
  /// Whether this process started the run, rather than finding it.
  package let isNew: Bool

  package static let successName = "_SUCCESS"

  /// Why a folder cannot take a run.
  package struct Refused: Error, CustomStringConvertible {
    package var description: String
  }

  /// Takes the folder, creating its ledger if there is none. A folder that holds other things is refused: queues
  /// are never mixed with what sluice did not write.
  ///
  /// - Parameters:
  ///   - path: what `OutputFolder.take` returned.
  ///   - part: of a divided run whose tasks agree on the division (`TaskDivision`).
  package init(_ path: String, part: RunPart? = nil) throws {
    self.path = path
    self.part = part
    let hasLedger = Folders.exists(Ledger.path(in: path, part: part))
    if part == nil, !hasLedger { try Self.refuseStrangers(path) }
    for lane in Lane.allCases { try Folders.refuseLinks(on: path + "/" + lane.folder, below: path) }
    lock =
      try part.map { try FolderLock(folder: "\(path)/\(RunPart.folderName)", name: "\($0.name).lock") }
      ?? FolderLock(folder: path)
    if hasLedger, let opened = try Self.open(path, part) {
      ledger = opened
      isNew = false
    } else {
      ledger = try Ledger.create(in: path, part: part)
      isNew = true
    }
  }

  /// - Returns: nil if the ledger has no run, as a death in the first moments leaves it. Then nothing else can be there
  ///   yet: beside queue files, such a ledger was emptied, or is another's.
  private static func open(_ path: String, _ part: RunPart?) throws -> Ledger? {
    do {
      return try Ledger.open(in: path, part: part)
    } catch LedgerError.noRun {
      // The tasks of a divided run share the folder; each looks for its own files (`RunSession.begin`).
      guard part == nil else { return nil }
      let own = Set((Ledger.files + [".lock"]).map { Name($0) })
      if let other = try FileTree.names(in: path).first(where: { !own.contains($0) }) {
        throw Refused(
          description: "\(Ledger.path(in: path)): records no run, yet there is \(other) beside it; restore the ledger "
            + "from a copy, or choose another folder for --output")
      }
      return nil
    }
  }

  /// The folder itself if it holds no run, else the first free name with a number.
  package static func unused(_ folder: String) -> String {
    guard Folders.exists(Ledger.path(in: folder)) else { return folder }
    return (2...).lazy.map { "\(folder)-\($0)" }.first { !Folders.exists($0) }!
  }

  /// - Throws: `Refused` if the folder holds anything.
  static func refuseStrangers(_ path: String) throws {
    guard let content = try? FileTree.names(in: path) else {
      throw Refused(description: "\(path.shown): not a folder that can be read; choose a new folder for --output")
    }
    guard content.allSatisfy({ $0 == ".lock" }) else {
      throw Refused(description: "\(path.shown): not empty and no sluice run; choose a new folder for --output")
    }
  }

  /// What the run is, for people and scripts; the ledger is the record that counts.
  func writeRunFile(_ run: RunFile) throws {
    let bytes = Array(try JSONOutput.render(run).utf8)
    let file = path + "/" + RunFile.name
    // Every task would write the same.
    if part != nil { return try Folders.writeOnce(bytes, to: file) }
    try Folders.writeAtomically(bytes, to: file)
  }

  package static func writeSuccess(_ path: String) throws {
    try Folders.writeAtomically([], to: path + "/" + successName)
  }

  func removeSuccess() throws { if hasSuccess { try Folders.remove(file: path + "/" + Self.successName) } }

  private var hasSuccess: Bool { Folders.exists(path + "/" + Self.successName) }

  /// Whether an earlier process has come to the end of the run, or of its part of it: `_SUCCESS` is for whole
  /// runs, so the merge writes that of a divided one.
  func isConcluded() throws -> Bool {
    try part == nil ? hasSuccess : ledger.reader.run().finishedAt != nil
  }
}
