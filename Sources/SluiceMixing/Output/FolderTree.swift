internal import SluiceCore
internal import SluiceIO

/// Folders that a command has made for itself.
enum FolderTree {
  /// Makes the names in a folder and all below it durable.
  static func sync(_ folder: String) throws {
    try Folders.sync(folder)
    for (name, kind) in try OwnFolders.content(below: folder) where kind == .folder {
      try Folders.sync(name.path(in: folder))
    }
  }

  /// Files below a folder, relative, in byte order; empty if there is no such folder.
  static func files(below folder: String) throws -> [Name] {
    try OwnFolders.content(below: folder).filter { $0.kind == .file }.map(\.path).sorted()
  }
}
