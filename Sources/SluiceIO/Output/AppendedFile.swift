#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// A file that grows by whole lines, each on disk before the work continues. Locked while it is open, and
/// readable by its owner only. One owner at a time.
public final class AppendedFile {
  /// The file's path.
  public let path: String
  /// Bytes that are on disk; 0 until `cut` has said how many of them count.
  public private(set) var length = 0
  private let descriptor: Int32

  /// Opens a file to continue at its end, or creates it.
  ///
  /// - Parameter busy: what to say if another process has it open.
  public init(path: String, busy: String) throws {
    self.path = path
    descriptor = withFileSystemPath(path) { open($0, O_RDWR | O_CREAT | O_CLOEXEC, 0o600) }
    guard descriptor >= 0 else { throw systemFailure(.unwritable, path: path, "cannot open the file") }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw IOFailure(.unwritable, path: path, busy) }
  }

  deinit { close(descriptor) }

  /// Cuts off what follows a length, such as a line that a crash has torn, and goes there.
  ///
  /// - Throws: `IOFailure` if the file is shorter.
  public func cut(to length: Int) throws {
    guard lseek(descriptor, 0, SEEK_END) >= off_t(length) else {
      throw IOFailure(.truncated, path: path, "shorter than the \(length) bytes recorded; restore it from a copy")
    }
    self.length = length
    guard ftruncate(descriptor, off_t(length)) == 0, lseek(descriptor, 0, SEEK_END) >= 0 else {
      throw systemFailure(.unwritable, path: path, "cannot continue at the end of the file")
    }
  }

  /// Cuts off what follows the last line end: a line that a crash has torn.
  package func cutTornLine() throws {
    let size = Int(lseek(descriptor, 0, SEEK_END))
    var block = [UInt8](repeating: 0, count: 1 << 16)
    var end = size
    while end > 0 {
      let start = max(0, end - block.count)
      let count = block.withUnsafeMutableBytes { raw in
        retrying { pread(descriptor, raw.baseAddress, end - start, off_t(start)) }
      }
      guard count == end - start else { throw systemFailure(.unreadable, path: path, "cannot read the file") }
      if let last = block[..<count].lastIndex(of: UInt8(ascii: "\n")) { return try cut(to: start + last + 1) }
      end = start
    }
    try cut(to: 0)
  }

  /// Appends and waits until it is on disk.
  public func append(_ bytes: [UInt8]) throws {
    try FaultPoint.hit(.write, path: path)
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { raw in
        retrying { write(descriptor, raw.baseAddress! + done, raw.count - done) }
      }
      guard count >= 0 else { throw systemFailure(.unwritable, path: path, "writing failed") }
      done += count
    }
    try FaultPoint.hit(.sync, path: path)
    guard retrying({ Int(fsync(descriptor)) }) == 0 else {
      throw systemFailure(.unwritable, path: path, "flushing to disk failed")
    }
    length += bytes.count
  }
}
