internal import SluiceCore

#if canImport(Darwin)
  internal import Darwin
#else
  internal import CLinux
  internal import Glibc
#endif

/// A file under construction, `NAME.partial`, appended to in order and renamed once it is whole.
/// One owner at a time.
public final class PartialFile {
  /// What an unfinished file's name ends with.
  public static let suffix = ".partial"

  /// Where the finished file will be.
  public let path: String
  /// Bytes appended so far.
  public private(set) var bytes: Int
  private let digest = SHA256Digest()
  private var descriptor: Int32
  /// Bytes whose writing has begun.
  private var begun = 0
  private static let writtenAtOnce = 4 << 20

  private var partialPath: String { Self.partialPath(path) }

  /// What a file is called while it is under construction: its name and `suffix`, shortened if that is too long for
  /// a name.
  public static func partialPath(_ path: String) -> String {
    FileNameLimit.fitting(Name(path + suffix), suffix: suffix).text
  }

  /// Starts a new file.
  public init(path: String) throws {
    self.path = path
    bytes = 0
    descriptor = -1
    descriptor = withFileSystemPath(partialPath) {
      open($0, O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
    }
    guard descriptor >= 0 else { throw systemFailure(.unwritable, path: partialPath, "cannot create the output") }
  }

  /// Goes on with a file at a checkpoint; what came after is cut off. A file that was already renamed when the
  /// process died is taken back.
  ///
  /// - Parameters:
  ///   - bytes: how long the file was, more than 0.
  ///   - sha256: of these bytes.
  public init(path: String, keeping bytes: Int, sha256: String) throws {
    self.path = path
    self.bytes = bytes
    begun = bytes
    descriptor = -1
    if !Folders.exists(partialPath), !Folders.rename(path, to: partialPath) {
      throw systemFailure(.unwritable, path: path, "cannot take back the output of an interrupted commit")
    }
    descriptor = withFileSystemPath(partialPath) { open($0, O_RDWR | O_NOFOLLOW | O_CLOEXEC) }
    guard descriptor >= 0 else {
      throw systemFailure(.unwritable, path: partialPath, "cannot continue the partial output")
    }
    try resume(expecting: sha256)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  private func resume(expecting sha256: String) throws {
    let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer { block.deallocate() }
    var rest = bytes
    while rest > 0 {
      let count = retrying { read(descriptor, block.baseAddress, min(rest, block.count)) }
      guard count > 0 else {
        throw IOFailure(
          .unreadable, path: partialPath, offset: bytes - rest,
          "the partial output is shorter than the ledger says; run again, and the shard starts over")
      }
      digest.update(UnsafeRawBufferPointer(rebasing: block[0..<count]))
      rest -= count
    }
    guard self.sha256 == sha256 else {
      throw IOFailure(
        .unreadable, path: partialPath,
        "the partial output is not what it was at the last checkpoint; run again, and the shard starts over")
    }
    guard ftruncate(descriptor, off_t(bytes)) == 0 else {
      throw systemFailure(.unwritable, path: partialPath, "cannot cut the partial output back to the checkpoint")
    }
  }

  /// Appends bytes, which are on disk only after `sync`.
  ///
  /// - Throws: `IOFailure` if writing fails.
  public func append(_ data: UnsafeRawBufferPointer) throws {
    try FaultPoint.hit(.write, path: partialPath)
    var rest = data
    while !rest.isEmpty {
      let count = retrying { write(descriptor, rest.baseAddress, rest.count) }
      guard count >= 0 else { throw systemFailure(.unwritable, path: partialPath, "writing failed") }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
    digest.update(data)
    bytes += data.count
    startWriting()
  }

  /// Has the system begin to write what has gathered, so that `sync` finds most of it done. Only a beginning:
  /// `sync` alone says whether it went well.
  private func startWriting() {
    #if canImport(Glibc)
      guard bytes - begun >= Self.writtenAtOnce else { return }
      _ = sync_file_range(descriptor, Int64(begun), Int64(bytes - begun), SLUICE_SYNC_FILE_RANGE_WRITE)
      begun = bytes
    #endif
  }

  /// Waits until everything appended is on disk.
  public func sync() throws {
    try FaultPoint.hit(.sync, path: partialPath)
    guard retrying({ Int(fsync(descriptor)) }) == 0 else {
      throw systemFailure(.unwritable, path: partialPath, "flushing to disk failed")
    }
  }

  /// Makes sure that no byte was lost on the way to the disk. Call after `FileSystemSync.flush`, which leaves
  /// nothing to wait for: this only asks whether writing any page of this file back has failed since it was opened.
  public func checkWritten() throws {
    #if canImport(Glibc)
      let status = retrying { Int(sync_file_range(descriptor, 0, 0, SLUICE_SYNC_FILE_RANGE_WAIT_BEFORE)) }
      // Some network file systems cannot tell; there the flush has had the last word.
      guard status == 0 || errno == ENOSYS || errno == EINVAL else {
        throw systemFailure(.unwritable, path: partialPath, "flushing to disk failed")
      }
    #endif
  }

  /// Closes the file and gives it its final name. Durable once the folder is synced.
  public func publish() throws {
    try closeFile()
    try FaultPoint.hit(.rename, path: partialPath)
    guard Folders.rename(partialPath, to: path) else {
      throw systemFailure(.unwritable, path: path, "cannot give the output its final name")
    }
  }

  /// Closes the file; nothing more may be appended.
  public func closeFile() throws {
    guard descriptor >= 0 else { return }
    let status = close(descriptor)
    descriptor = -1
    guard status == 0 else { throw systemFailure(.unwritable, path: partialPath, "closing failed") }
  }

  /// SHA-256 of everything appended so far, lower-case hex.
  public var sha256: String { digest.hex() }

  /// Removes what an earlier attempt left under either name.
  public static func remove(path: String) throws {
    for name in [path, partialPath(path)]
    where withFileSystemPath(name, { unlink($0) }) != 0 && ![ENOENT, ENOTDIR, ENAMETOOLONG].contains(errno) {
      throw systemFailure(.unwritable, path: name, "cannot remove an earlier attempt's output")
    }
  }
}
