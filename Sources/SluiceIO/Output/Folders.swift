internal import SluiceCore

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Folders and small files of a run. What holds corpus text is readable by its owner only.
public enum Folders {
  /// Creates a folder and its parents, mode 0700.
  public static func create(_ path: String) throws {
    if makeFolder(path) { return }
    guard errno == ENOENT, let parent = parent(of: path) else {
      throw systemFailure(.unwritable, path: path, "cannot create the folder")
    }
    try create(parent)
    guard makeFolder(path) else {
      throw systemFailure(.unwritable, path: path, "cannot create the folder")
    }
  }

  private static func makeFolder(_ path: String) -> Bool {
    withFileSystemPath(path) { mkdir($0, 0o700) } == 0 || errno == EEXIST
  }

  /// Creates a folder below one that is there, and the folders between them, mode 0700. None of them may be a symbolic
  /// link, which could lead what is written out of the root; the root itself may be one.
  ///
  /// - Throws: `IOFailure` also if one of them is a link or a file.
  public static func create(_ path: String, below root: String) throws {
    try forEachFolder(of: path, below: root) { folder in
      if withFileSystemPath(folder, { mkdir($0, 0o700) }) != 0, errno != EEXIST {
        throw systemFailure(.unwritable, path: folder, "cannot create the folder")
      }
      return true
    }
  }

  /// Makes sure that a folder below a root, as far as it is there, is reached without links.
  ///
  /// - Throws: `IOFailure` if the path or a folder above it is a link or a file.
  public static func refuseLinks(on path: String, below root: String) throws {
    try forEachFolder(of: path, below: root) { exists($0) || isLink($0) }
  }

  /// - Parameter begin: is asked before each folder is looked at, the outermost first; false ends the walk.
  private static func forEachFolder(of path: String, below root: String, begin: (String) throws -> Bool) throws {
    precondition(path.utf8.starts(with: root.utf8), "the root is above the path")
    let bytes = Array(path.utf8)
    var end = root.utf8.count
    while end < bytes.count {
      end += 1
      while end < bytes.count, bytes[end] != UInt8(ascii: "/") { end += 1 }
      let folder = String(decoding: bytes[..<end], as: UTF8.self)
      guard try begin(folder) else { return }
      var status = stat()
      guard withFileSystemPath(folder, { lstat($0, &status) }) == 0 else {
        throw systemFailure(.unwritable, path: folder, "cannot look at the folder")
      }
      guard status.st_mode & S_IFMT == S_IFDIR else {
        let what = status.st_mode & S_IFMT == S_IFLNK ? "is a symbolic link" : "is not a folder"
        throw IOFailure(
          .unwritable, path: folder,
          "\(what), where sluice makes a folder of its own; what belongs there could go elsewhere. Move it away, and run again"
        )
      }
    }
  }

  /// Whether there is a symbolic link at a path.
  package static func isLink(_ path: String) -> Bool {
    var status = stat()
    return withFileSystemPath(path) { lstat($0, &status) } == 0 && status.st_mode & S_IFMT == S_IFLNK
  }

  /// The part before the last slash; nil if there is none but the root.
  public static func parent(of path: String) -> String? { Name(path).parent?.text }

  /// A folder's name as the user gave it, fit to have `/name` put behind it: `safe` for `safe//`.
  public static func withoutSlash(_ path: String) -> String {
    var path = Name(path)
    while path != "/", let shorter = path.removing(suffix: "/") { path = shorter }
    return path.text
  }

  /// Makes the names in a folder durable.
  public static func sync(_ path: String) throws {
    try FaultPoint.hit(.sync, path: path)
    let descriptor = withFileSystemPath(path) { open($0, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw systemFailure(.unwritable, path: path, "cannot open the folder") }
    defer { close(descriptor) }
    guard retrying({ Int(fsync(descriptor)) }) == 0 else {
      throw systemFailure(.unwritable, path: path, "flushing the folder failed")
    }
  }

  /// Replaces a small file in one step: whoever reads it sees the old or the new content.
  public static func writeAtomically(_ bytes: some Sequence<UInt8>, to path: String) throws {
    let temporary = path + ".tmp"
    try writeDurably(bytes, to: temporary)
    try FaultPoint.hit(.rename, path: temporary)
    guard Folders.rename(temporary, to: path) else {
      throw systemFailure(.unwritable, path: path, "cannot replace the file")
    }
    if let parent = parent(of: path) { try sync(parent) }
  }

  /// Writes a small file unless there is one. Of several processes, on any machine, that do so at once one
  /// wins; a file once there never changes.
  public static func writeOnce(_ bytes: some Sequence<UInt8>, to path: String) throws {
    if exists(path) { return }
    var host = [CChar](repeating: 0, count: 256)
    gethostname(&host, host.count - 1)
    let name = String(decoding: host.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let temporary = "\(path).\(name)-\(getpid()).tmp"
    defer { withFileSystemPath(temporary) { _ = unlink($0) } }
    try writeDurably(bytes, to: temporary)
    try FaultPoint.hit(.rename, path: temporary)
    // Unlike a rename, a link never replaces what another process has just written.
    guard
      withFileSystemPath(temporary, { temporary in withFileSystemPath(path) { link(temporary, $0) } }) == 0
        || errno == EEXIST
    else {
      throw systemFailure(.unwritable, path: path, "cannot create the file (its file system must know hard links)")
    }
    if let parent = parent(of: path) { try sync(parent) }
  }

  private static func writeDurably(_ bytes: some Sequence<UInt8>, to path: String) throws {
    try FaultPoint.hit(.write, path: path)
    let descriptor = withFileSystemPath(path) {
      open($0, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
    }
    guard descriptor >= 0 else { throw systemFailure(.unwritable, path: path, "cannot create the file") }
    defer { close(descriptor) }
    let data = Array(bytes)
    var done = 0
    while done < data.count {
      let count = data.withUnsafeBytes { raw in
        retrying { write(descriptor, raw.baseAddress! + done, raw.count - done) }
      }
      guard count >= 0 else { throw systemFailure(.unwritable, path: path, "writing failed") }
      done += count
    }
    guard fsync(descriptor) == 0 else { throw systemFailure(.unwritable, path: path, "flushing to disk failed") }
  }

  /// Renames a file in one step, and replaces what has the other name.
  ///
  /// - Returns: whether it worked; otherwise `errno` says why.
  package static func rename(_ path: String, to other: String) -> Bool {
    withFileSystemPath(path) { path in withFileSystemPath(other) { systemRename(path, $0) } } == 0
  }

  /// Whether there is something at a path; links are followed.
  public static func exists(_ path: String) -> Bool { withFileSystemPath(path) { access($0, F_OK) } == 0 }

  /// Whether something may be written into a folder: false of storage that is mounted read-only, and where permissions
  /// forbid it.
  package static func isWritable(_ path: String) -> Bool {
    withFileSystemPath(path) { access($0, W_OK) } == 0 || ![EROFS, EACCES].contains(errno)
  }

  /// Removes a file for good: its name does not come back after a power cut.
  public static func remove(file path: String) throws {
    guard withFileSystemPath(path, { unlink($0) }) == 0 || errno == ENOENT else {
      throw systemFailure(.unwritable, path: path, "cannot remove the file")
    }
    if let parent = parent(of: path) { try sync(parent) }
  }
}

private func systemRename(_ path: UnsafePointer<CChar>, _ other: UnsafePointer<CChar>) -> Int32 { rename(path, other) }
