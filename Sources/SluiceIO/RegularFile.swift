#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Opens files that have an end. A named pipe without a writer would make `open` wait for ever, and a device such as
/// `/dev/zero` would make reading do so.
package enum RegularFile {
  /// Opens a file for reading.
  ///
  /// - Parameter flags: further flags, such as `O_NOFOLLOW`.
  /// - Returns: a descriptor, which the caller closes.
  /// - Throws: `IOFailure` if it cannot be opened, or is not a regular file.
  package static func open(_ path: String, flags: Int32 = 0) throws -> Int32 {
    let descriptor = withFileSystemPath(path) { systemOpen($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK | flags) }
    guard descriptor >= 0 else { throw systemFailure(.unreadable, path: path, "cannot open the file") }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let failure = systemFailure(.unreadable, path: path, "cannot look at the file")
      close(descriptor)
      throw failure
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw IOFailure(.unreadable, path: path, "not a regular file; copy what it yields to a file, and name that")
    }
    return descriptor
  }
}

private func systemOpen(_ path: UnsafePointer<CChar>, _ flags: Int32) -> Int32 { open(path, flags) }
