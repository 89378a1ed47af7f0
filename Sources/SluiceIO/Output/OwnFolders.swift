package import SluiceCore

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// What is in folders that commands have made for themselves. Links are not followed.
package enum OwnFolders {
  package enum Kind { case file, folder, other }

  /// What is at a path itself; nil if there is nothing or it cannot be asked for.
  package static func kind(_ path: String) -> Kind? {
    var status = stat()
    guard withFileSystemPath(path, { lstat($0, &status) }) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    default: return .other
    }
  }

  /// Everything below a folder by its path from there, a folder before its content, in byte order; nothing if there
  /// is no such folder. The folder itself may be a link.
  package static func content(below folder: String) throws -> [(path: Name, kind: Kind)] {
    guard try FileTree.status(folder)?.kind == .folder else { return [] }
    var found: [(path: Name, kind: Kind)] = []
    for name in try FileTree.names(in: folder) {
      let path = name.path(in: folder)
      guard let kind = kind(path) else { continue }
      found.append((name, kind))
      guard kind == .folder else { continue }
      found += try content(below: path).map { (Name(name.text + "/" + $0.path.text), $0.kind) }
    }
    return found
  }

  /// Removes a file, or a folder with everything in it; does nothing if there is neither.
  package static func remove(_ path: String) throws {
    guard let kind = kind(path) else { return }
    if kind == .folder {
      for name in try FileTree.names(in: path) { try remove(name.path(in: path)) }
    }
    guard withFileSystemPath(path, { systemRemove($0) }) == 0 || errno == ENOENT else {
      throw systemFailure(.unwritable, path: path, "cannot remove what an earlier attempt left")
    }
  }
}

private func systemRemove(_ path: UnsafePointer<CChar>) -> Int32 { remove(path) }
