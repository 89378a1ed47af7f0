internal import Foundation
internal import SluiceIO

/// Folders that a command has made for itself.
enum FolderTree {
  /// Removes a file or a folder with everything in it; does nothing if it does not exist.
  static func remove(_ path: String) throws {
    guard Folders.exists(path) else { return }
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      throw IOFailure(.unwritable, path: path, "cannot remove what an earlier attempt left")
    }
  }

  /// Makes the names in a folder and all below it durable.
  static func sync(_ folder: String) throws {
    try Folders.sync(folder)
    guard let walk = FileManager.default.enumerator(atPath: folder) else { return }
    for case let name as String in walk where walk.fileAttributes?[.type] as? FileAttributeType == .typeDirectory {
      try Folders.sync(folder + "/" + name)
    }
  }

  /// Files below a folder, relative, in byte order; empty if there is no such folder.
  static func files(below folder: String) -> [String] {
    guard let walk = FileManager.default.enumerator(atPath: folder) else { return [] }
    var files: [String] = []
    for case let name as String in walk where walk.fileAttributes?[.type] as? FileAttributeType == .typeRegular {
      files.append(name)
    }
    return files.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
