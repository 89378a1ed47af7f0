internal import SluiceCore

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// A folder that results go to. Whoever else could write to it could put links where files will be, or take
/// files away, so such a folder is refused (docs/decisions/0061-whose-folder.md).
public enum OutputFolder {
  /// Takes a folder, and creates it for its owner alone if it is not there.
  ///
  /// A symbolic link is followed once; what it leads to is what is checked, and used. An empty folder of the
  /// user's own that others may write to is closed to them.
  ///
  /// - Returns: where the folder is: the path given, or where its link leads.
  /// - Throws: `IOFailure` if it is not a folder, belongs to another user, or others may write to it and it holds
  ///   something.
  public static func take(_ path: String) throws -> String {
    let path = Folders.isLink(path) ? try FileTree.canonical(path) : path
    if !Folders.exists(path) {
      try Folders.create(path)
      try Folders.sync(Folders.parent(of: path) ?? (Name(path).hasPrefix("/") ? "/" : "."))
    }
    let descriptor = withFileSystemPath(path) { open($0, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) }
    guard descriptor >= 0 else {
      if errno == ENOTDIR { throw IOFailure(.unwritable, path: path, "is a file; choose another folder") }
      throw systemFailure(.unwritable, path: path, "cannot open the folder")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw systemFailure(.unwritable, path: path, "cannot look at the folder")
    }
    if let reason = objection(status) {
      // An empty folder of the user's own, such as a mount just made, can simply be closed.
      guard status.st_uid == geteuid(), try FileTree.names(in: path).isEmpty,
        fchmod(descriptor, status.st_mode & 0o7777 & ~(S_IWGRP | S_IWOTH)) == 0
      else { throw IOFailure(.unwritable, path: path, reason) }
    }
    return path
  }

  private static func isEmpty(_ path: String) throws -> Bool {
    guard let names = withFileSystemPath(path, { opendir($0) }) else {
      throw systemFailure(.unwritable, path: path, "cannot list the folder")
    }
    defer { closedir(names) }
    while let entry = readdir(names) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { return false }
    }
    return true
  }

  private static func objection(_ status: stat) -> String? {
    // Root is who it is, and in a container the usual user of folders that belong to somebody outside.
    if status.st_uid != geteuid(), geteuid() != 0 {
      return "this folder belongs to another user (\(status.st_uid)), who could change what is put there; "
        + "choose another, or one below it"
    }
    if status.st_mode & S_IWOTH != 0 {
      return "every user may write to this folder; choose another, or take that right away: chmod o-w"
    }
    // Where every user has a group of the same name, new folders are often writable by it.
    if status.st_mode & S_IWGRP != 0, status.st_gid != getegid() {
      return "the group \(status.st_gid) may write to this folder; choose another, or take that right away: chmod g-w"
    }
    return nil
  }
}
