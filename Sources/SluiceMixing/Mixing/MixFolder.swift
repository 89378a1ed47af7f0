internal import SluiceCore
internal import SluiceIO

/// The folder of a mix. One process at a time writes it, and only where sluice wrote everything; the manifest
/// comes last, after everything that it names is on disk.
struct MixFolder {
  static let unfinished = "_UNFINISHED"
  static let success = "_SUCCESS"
  private static let lockName = ".lock"
  private static let spillName = "spill"

  let path: String
  private let lock: FolderLock

  var spill: String { path + "/" + Self.spillName }

  init(_ path: String) throws {
    let path = try OutputFolder.take(path)
    self.path = path
    let names = try FileTree.names(in: path)
      // A death before the mark leaves its temporary name.
      .filter { $0 != Name(Self.lockName) && $0 != Name(Self.unfinished + ".tmp") }
    guard names.isEmpty || names.contains(Name(Self.unfinished)) || names.contains(Name(MixManifest.name)) else {
      throw MixFailure(path: path, "not empty and not a mix; choose a new folder for --output")
    }
    lock = try FolderLock(folder: path, name: Self.lockName)
  }

  /// Empties the folder except for its lock, and marks it as ours. An interrupted mix is made again from the start.
  func clear() throws {
    try Folders.writeAtomically([], to: path + "/" + Self.unfinished)
    // First, so that nobody takes what is left for a complete mix.
    try OwnFolders.remove(path + "/" + MixManifest.name)
    for name in try FileTree.names(in: path) where name != Name(Self.lockName) && name != Name(Self.unfinished) {
      try OwnFolders.remove(name.path(in: path))
    }
    try Folders.create(spill, below: path)
  }

  func finish(_ manifest: MixManifest) throws {
    try OwnFolders.remove(spill)
    try Folders.writeAtomically(Array(DatasetCard(manifest).render().utf8), to: path + "/README.md")
    try Folders.writeAtomically(Array(SourceListing(manifest).render().utf8), to: path + "/olmo-core.yaml")
    try FolderTree.sync(path)
    try Folders.writeAtomically(try manifest.json(), to: path + "/" + MixManifest.name)
    try seal()
  }

  /// Marks a mix that has its manifest as done.
  func seal() throws {
    guard !Folders.exists(path + "/" + Self.success) || Folders.exists(path + "/" + Self.unfinished) else { return }
    try Folders.writeAtomically([], to: path + "/" + Self.success)
    try OwnFolders.remove(path + "/" + Self.unfinished)
    try Folders.sync(path)
  }
}
