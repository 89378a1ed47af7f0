#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Makes `path` hold exactly `bytes`: writes a temporary file in the same folder, syncs it, renames
/// it over `path` and syncs the folder. On an error before the rename `path` is what it was.
func replaceFile(at path: String, with bytes: [UInt8]) throws(ModelFileError) {
  let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
  let temporary = "\(path).\(getpid()).partial"
  func failure(_ operation: String) -> ModelFileError {
    ModelFileError(path: path, .system(operation: operation, code: errno))
  }
  let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o644)
  guard descriptor >= 0 else { throw failure("open for writing") }
  func abandon(_ operation: String) -> ModelFileError {
    let error = failure(operation)
    close(descriptor)
    unlink(temporary)
    return error
  }
  var done = 0
  while done < bytes.count {
    let written = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress! + done, $0.count - done) }
    if written < 0 && errno == EINTR { continue }
    guard written > 0 else { throw abandon("write") }
    done += written
  }
  guard fsync(descriptor) == 0 else { throw abandon("fsync") }
  guard rename(temporary, path) == 0 else { throw abandon("rename") }
  close(descriptor)
  let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  guard directory >= 0 else { throw failure("open the folder") }
  defer { close(directory) }
  guard fsync(directory) == 0 else { throw failure("fsync the folder") }
}
