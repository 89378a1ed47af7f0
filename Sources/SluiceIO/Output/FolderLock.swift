#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// An exclusive lock on a run's folder. The system drops it when the process ends, however it ends.
public final class FolderLock: Sendable {
  private let descriptor: Int32

  /// - Throws: `IOFailure` if another process holds the lock.
  public init(folder: String, name: String = ".lock") throws {
    let path = folder + "/" + name
    descriptor = withFileSystemPath(path) { open($0, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600) }
    guard descriptor >= 0 else { throw systemFailure(.unwritable, path: path, "cannot create the lock") }
    // From here on deinit closes the descriptor, also when this throws. Closing it twice could close another's.
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      guard code == EWOULDBLOCK else { throw systemFailure(.unwritable, path: path, "cannot lock", code: code) }
      throw IOFailure(
        .unwritable, path: folder, "another sluice process is working in this folder; wait for it, or stop it first")
    }
  }

  deinit { close(descriptor) }
}
