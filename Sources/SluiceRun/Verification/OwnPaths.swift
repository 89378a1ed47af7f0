internal import SluiceCore
internal import SluiceIO
internal import SluiceLedger

/// Which files and folders below a run's folder sluice makes, and which of them this run has made.
struct OwnPaths {
  private var files: Set<Name> = []
  private var folders: Set<Name> = []
  private var unfinished: Set<Name> = []
  /// Names in the folder of the tasks' ledgers; empty if the run is not divided.
  private var partFiles: Set<Name> = []
  /// Whether `sluice tag` has made its folders; `TagVerifier` checks what is in them.
  var hasTags = false

  private static let topFolders = names(
    Lane.partition.map(\.folder) + ["attributes", "attributes/sluice", "synthetic", "synthetic/.journal"]
      + SynthesisStage.allCases.map { "synthetic/\($0.rawValue)" })
  private static let tagFolders: [Name] = ["tagged", "tagged-quarantine"]
  private static let topFiles = names(
    [".lock", RunFile.name, RunFolder.successName] + [RunFile.name, RunFolder.successName].map { $0 + ".tmp" }
      + Ledger.files + [Ledger.files[0] + PartialFile.suffix])

  private static func names(_ texts: [String]) -> Set<Name> { Set(texts.map { Name($0) }) }

  /// A file that a committed shard or a stage has written.
  mutating func add(file path: String) {
    files.insert(Name(path))
    addFolders(of: path)
  }

  /// A file that a shard in work may have begun, renamed or not.
  mutating func add(unfinished path: String) {
    unfinished.insert(Name(path))
    addFolders(of: path)
  }

  mutating func add(tasks: Int) {
    partFiles = ["division.jsonl"]
    for index in 0..<tasks { partFiles.formUnion(RunPart(index: index, count: tasks).files.map { Name($0) }) }
  }

  private mutating func addFolders(of path: String) {
    var path = Name(path)
    while let parent = path.parent, folders.insert(parent).inserted { path = parent }
  }

  /// - Returns: what is wrong with there being such a file or folder; nil if it belongs there.
  func difference(_ text: String, isFolder: Bool) -> String? {
    let path = Name(text)
    let top = Name(String(Substring(text.utf8.prefix { $0 != UInt8(ascii: "/") })))
    if Self.tagFolders.contains(top) {
      return hasTags ? nil : "\(text.shown): `sluice tag` has not made this"
    }
    if top == Name(RunPart.folderName) {
      return isOfParts(path, isFolder: isFolder)
        ? nil : "\(text.shown): no task of this run has made this"
    }
    if isFolder {
      return folders.contains(path) || Self.topFolders.contains(path)
        ? nil : "\(text.shown): a folder that is not of this run"
    }
    if path == top {
      return Self.topFiles.contains(path) || isTemporary(path, of: RunFile.name)
        ? nil : "\(text.shown): a file that is not of this run"
    }
    let whole = path.removing(suffix: PartialFile.suffix)
    if files.contains(path) || unfinished.contains(whole ?? path) { return nil }
    if top == "synthetic" {
      let isJournal = path.hasPrefix("synthetic/.journal/")
      return isJournal || whole != nil ? nil : "\(text.shown): `synthesize` has not published this file"
    }
    return "\(text.shown): no shard of this run has written this file"
  }

  private func isOfParts(_ path: Name, isFolder: Bool) -> Bool {
    if partFiles.isEmpty || isFolder { return !partFiles.isEmpty && path == Name(RunPart.folderName) }
    guard let name = path.removing(prefix: RunPart.folderName + "/") else { return false }
    return partFiles.contains(name) || isTemporary(name, of: "division.jsonl")
  }

  /// What `Folders.writeOnce` leaves if it is killed.
  private func isTemporary(_ name: Name, of file: String) -> Bool {
    name.hasPrefix(file + ".") && name.hasSuffix(".tmp")
  }
}
