package import SluiceCore

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// What the file system says about paths: the few questions that discovery asks.
package enum FileTree {
  package enum Kind { case file, folder, other }

  package struct Status {
    package var kind: Kind
    package var bytes: Int
    /// Nanoseconds since 1970.
    package var modified: Int64
    package var device: UInt64
    package var inode: UInt64
  }

  /// - Returns: nil if there is nothing at that path.
  package static func status(_ path: String) throws -> Status? {
    var status = stat()
    guard withFileSystemPath(path, { stat($0, &status) }) == 0 else {
      if [ENOENT, ENOTDIR, ELOOP].contains(errno) { return nil }
      throw systemFailure(.unreadable, path: path, "cannot look at the input")
    }
    let kind: Kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      default: .other
      }
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    return Status(
      kind: kind, bytes: Int(status.st_size),
      modified: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec), device: UInt64(status.st_dev),
      inode: UInt64(status.st_ino))
  }

  /// The absolute path without links, `.` and `..`.
  package static func canonical(_ path: String) throws -> String {
    guard let resolved = withFileSystemPath(path, { realpath($0, nil) }) else {
      throw systemFailure(.unreadable, path: path, "cannot resolve the path")
    }
    defer { free(resolved) }
    return String(fileSystemPath: resolved)
  }

  /// An absolute path without `.`, `..` and doubled slashes, by its spelling alone.
  package static func normalised(_ path: String) -> String {
    // A path that a manifest spells differently may have the same bytes.
    let path = Name(String(fileSystemBytes: path.fileSystemBytes))
    var parts: [Name] = []
    for part in path.split("/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }

  /// The absolute path of a file under the name that was given to it: links are resolved in its folder, not in its
  /// last part.
  package static func place(of path: String) throws -> String {
    let path = Name(path)
    let isRelative = !path.contains("/")
    return try path.lastPart.path(in: canonical(isRelative ? "." : path.parent?.text ?? "/"))
  }

  /// Names in a folder, sorted by their bytes, without `.` and `..`.
  package static func names(in folder: String) throws -> [Name] { try entries(of: folder).map(\.name) }

  /// One name in a folder.
  struct Entry {
    var name: Name
    var isLink: Bool
  }

  /// What is in a folder, sorted by the names' bytes, without `.` and `..`.
  static func entries(of folder: String) throws -> [Entry] {
    guard let stream = withFileSystemPath(folder, { opendir($0) }) else {
      throw systemFailure(.unreadable, path: folder, "cannot list the folder")
    }
    defer { closedir(stream) }
    var entries: [Entry] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        guard errno == 0 else { throw systemFailure(.unreadable, path: folder, "cannot list the folder") }
        break
      }
      let name = withUnsafeBytes(of: entry.pointee.d_name) { raw in
        Name(String(fileSystemBytes: raw.prefix(while: { $0 != 0 })))
      }
      guard name != ".", name != ".." else { continue }
      let type = entry.pointee.d_type
      let isLink = type == DT_LNK || (type == DT_UNKNOWN && Self.isLink(name.path(in: folder)))
      entries.append(Entry(name: name, isLink: isLink))
    }
    return entries.sorted { $0.name < $1.name }
  }

  private static func isLink(_ path: String) -> Bool {
    var status = stat()
    return withFileSystemPath(path, { lstat($0, &status) }) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }
}

extension Name {
  /// The path of what has this name in a folder.
  package func path(in folder: String) -> String { folder == "/" ? "/" + text : folder + "/" + text }
}
