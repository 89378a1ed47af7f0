internal import SluiceCore
internal import SluiceIO
internal import SluiceLedger

/// Which files and folders below a run's folder sluice makes, and which of them this run has made.
struct OwnPaths {
  private var files: Set<String> = []
  private var folders: Set<String> = []
  private var unfinished: Set<String> = []
  /// Names in the folder of the tasks' ledgers; empty if the run is not divided.
  private var partFiles: Set<String> = []
  /// Whether `sluice tag` has made its folders; `TagVerifier` checks what is in them.
  var hasTags = false

  private static let topFolders = Set(
    Lane.partition.map(\.folder) + ["attributes", "attributes/sluice", "synthetic", "synthetic/.journal"]
      + SynthesisStage.allCases.map { "synthetic/\($0.rawValue)" })
  private static let tagFolders = ["tagged", "tagged-quarantine"]
  private static let topFiles = Set(
    [".lock", RunFile.name, RunFolder.successName] + [RunFile.name, RunFolder.successName].map { $0 + ".tmp" }
      + Ledger.files + [Ledger.files[0] + PartialFile.suffix])

  /// A file that a committed shard or a stage has written.
  mutating func add(file path: String) {
    files.insert(path)
    addFolders(of: path)
  }

  /// A file that a shard in work may have begun, renamed or not.
  mutating func add(unfinished path: String) {
    unfinished.insert(path)
    addFolders(of: path)
  }

  mutating func add(tasks: Int) {
    partFiles = ["division.jsonl"]
    for index in 0..<tasks { partFiles.formUnion(RunPart(index: index, count: tasks).files) }
  }

  private mutating func addFolders(of path: String) {
    var path = path
    while let parent = Folders.parent(of: path), folders.insert(parent).inserted { path = parent }
  }

  /// - Returns: what is wrong with there being such a file or folder; nil if it belongs there.
  func difference(_ path: String, isFolder: Bool) -> String? {
    let top = String(path.prefix { $0 != "/" })
    if Self.tagFolders.contains(top) {
      return hasTags ? nil : "\(path): `sluice tag` has not made this"
    }
    if top == RunPart.folderName {
      return isOfParts(path, isFolder: isFolder)
        ? nil : "\(path): no task of this run has made this"
    }
    if isFolder {
      return folders.contains(path) || Self.topFolders.contains(path)
        ? nil : "\(path): a folder that is not of this run"
    }
    if path == top {
      return Self.topFiles.contains(path) || isTemporary(path, of: RunFile.name)
        ? nil : "\(path): a file that is not of this run"
    }
    let whole = path.hasSuffix(PartialFile.suffix) ? String(path.dropLast(PartialFile.suffix.count)) : path
    if files.contains(path) || unfinished.contains(whole) { return nil }
    if top == "synthetic" {
      let isJournal = path.hasPrefix("synthetic/.journal/")
      return isJournal || whole != path ? nil : "\(path): `synthesize` has not published this file"
    }
    return "\(path): no shard of this run has written this file"
  }

  private func isOfParts(_ path: String, isFolder: Bool) -> Bool {
    if partFiles.isEmpty || isFolder { return !partFiles.isEmpty && path == RunPart.folderName }
    let name = String(path.dropFirst(RunPart.folderName.count + 1))
    return partFiles.contains(name) || isTemporary(name, of: "division.jsonl")
  }

  /// What `Folders.writeOnce` leaves if it is killed.
  private func isTemporary(_ name: String, of file: String) -> Bool {
    name.hasPrefix(file + ".") && name.hasSuffix(".tmp")
  }
}
