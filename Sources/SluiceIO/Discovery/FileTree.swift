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
    guard stat(path, &status) == 0 else {
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
    guard let resolved = realpath(path, nil) else {
      throw systemFailure(.unreadable, path: path, "cannot resolve the path")
    }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// An absolute path without `.`, `..` and doubled slashes, by its spelling alone.
  package static func normalised(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }

  /// The same for a path that may not exist: a link without a target, a file that was just removed.
  static func place(of path: String) throws -> String {
    if try status(path) != nil { return try canonical(path) }
    guard let slash = path.lastIndex(of: "/") else { return try canonical(".") + "/" + path }
    let parent = try canonical(slash == path.startIndex ? "/" : String(path[..<slash]))
    return (parent == "/" ? "" : parent) + path[slash...]
  }

  /// Names in a folder, sorted by their bytes, without `.` and `..`.
  static func names(in folder: String) throws -> [String] {
    guard let stream = opendir(folder) else { throw systemFailure(.unreadable, path: folder, "cannot list the folder") }
    defer { closedir(stream) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        guard errno == 0 else { throw systemFailure(.unreadable, path: folder, "cannot list the folder") }
        break
      }
      let name = withUnsafeBytes(of: entry.pointee.d_name) { raw in
        String(validating: raw.prefix(while: { $0 != 0 }), as: UTF8.self)
      }
      guard let name else {
        throw IOFailure(.unreadable, path: folder, "has a file whose name is not UTF-8; rename it")
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The records that mark a folder as the output of a run, and of one that is divided among tasks.
  private static let runMarkers = ["ledger.sqlite", "ledger-parts"]

  /// All files below a folder, in byte order within each folder, including links without a target; pipes and devices
  /// are listed separately. Links are followed, but not in circles. The output of a run is not an input: only its
  /// record is listed, as one of the others.
  static func files(below folder: String, excluding excluded: String?) throws -> (files: [String], others: [String]) {
    var files: [String] = []
    var others: [String] = []
    var seen: Set<[UInt64]> = []
    let root = folder
    func walk(_ folder: String) throws {
      guard folder != excluded, let status = try status(folder), seen.insert([status.device, status.inode]).inserted
      else { return }
      let names = try names(in: folder)
      if folder != root, let marker = runMarkers.first(where: names.contains) {
        return others.append(folder + "/" + marker)
      }
      for name in names {
        let path = folder == "/" ? "/" + name : folder + "/" + name
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
