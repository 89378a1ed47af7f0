#if canImport(Darwin)
  internal import Darwin
#else
  internal import CLinux
  internal import Glibc
#endif

/// Flushes the whole file system that holds a folder: one call where many small files were written.
///
/// The folder is opened before anything is written and stays open: Linux reports a failed write-back once for
/// every descriptor that was open when it happened (from 5.8 on; `PartialFile.checkWritten` asks for each file).
public final class FileSystemSync: Sendable {
  private let folder: String
  private let descriptor: Int32

  public init(folder: String) throws {
    self.folder = folder
    descriptor = withFileSystemPath(folder) { open($0, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw systemFailure(.unwritable, path: folder, "cannot open the folder") }
  }

  deinit { close(descriptor) }

  /// Waits until everything written to the file system is on disk.
  ///
  /// - Throws: `IOFailure` if a write failed since the folder was opened.
  public func flush() throws {
    try FaultPoint.hit(.sync, path: folder)
    #if canImport(Glibc)
      guard syncfs(descriptor) == 0 else {
        throw systemFailure(.unwritable, path: folder, "flushing the file system failed")
      }
    #else
      sync()
    #endif
  }
}
