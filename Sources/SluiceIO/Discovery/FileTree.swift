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

  /// The same for a path that may not exist: a link without a target, a file that was just removed.
  static func place(of path: String) throws -> String {
    if try status(path) != nil { return try canonical(path) }
    let path = Name(path)
    let isRelative = !path.contains("/")
    return try path.lastPart.path(in: canonical(isRelative ? "." : path.parent?.text ?? "/"))
  }

  /// Names in a folder, sorted by their bytes, without `.` and `..`.
  package static func names(in folder: String) throws -> [Name] {
    guard let stream = withFileSystemPath(folder, { opendir($0) }) else {
      throw systemFailure(.unreadable, path: folder, "cannot list the folder")
    }
    defer { closedir(stream) }
    var names: [Name] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        guard errno == 0 else { throw systemFailure(.unreadable, path: folder, "cannot list the folder") }
        break
      }
      let name = withUnsafeBytes(of: entry.pointee.d_name) { raw in
        Name(String(fileSystemBytes: raw.prefix(while: { $0 != 0 })))
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// The records that mark a folder as the output of a run, and of one that is divided among tasks.
  private static let runMarkers: [Name] = ["ledger.sqlite", "ledger-parts"]

  /// All files below a folder, in byte order within each folder, including links without a target; pipes and devices
  /// are listed separately. Links are followed, but not in circles. The output of a run is not an input: only its
  /// record is listed, as one of the others.
  static func files(below folder: String, excluding excluded: String?) throws -> (files: [String], others: [String]) {
    var files: [String] = []
    var others: [String] = []
    var seen: Set<[UInt64]> = []
    let root = Name(folder)
    func walk(_ folder: String) throws {
      guard Name(folder) != excluded.map({ Name($0) }), let status = try status(folder), seen.insert([status.device, status.inode]).inserted
      else { return }
      let names = try names(in: folder)
      if Name(folder) != root, let marker = runMarkers.first(where: names.contains) {
        return others.append(marker.path(in: folder))
      }
      for name in names {
        let path = name.path(in: folder)
        switch try FileTree.status(path)?.kind {
        case .folder: if !name.hasPrefix(".") { try walk(path) }
        case .file, nil: files.append(path)
        case .other: others.append(path)
        }
      }
    }
    try walk(folder)
    return (files, others)
  }
}

extension Name {
  /// The path of what has this name in a folder.
  package func path(in folder: String) -> String { folder == "/" ? "/" + text : folder + "/" + text }
}
