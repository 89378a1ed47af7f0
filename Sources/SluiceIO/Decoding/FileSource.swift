#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// A file read once from front to back in large blocks, with its digest and its identity.
///
/// `window` is the part of the current block not yet taken; decoders consume from it and ask for more.
package final class FileSource {
  struct Identity: Equatable {
    var device: UInt64
    var inode: UInt64
    var size: Int
    /// Modification time in nanoseconds since 1970.
    var modified: Int64
  }

  static let blockSize = 1 << 17

  let path: String
  private let descriptor: Int32
  private let ownsDescriptor: Bool
  /// Nil where the input is not a regular file (a pipe), which cannot change behind our back.
  let identity: Identity?
  private let digest: SHA256Digest?
  private let buffer: UnsafeMutableRawBufferPointer
  private(set) var window: UnsafeRawBufferPointer
  /// File offset of the window's first byte.
  private(set) var offset = 0
  private var atEnd = false
  /// Where a read must end, so that the digest is exact there; no longer of interest once it has been reached.
  private var stop = Int.max

  /// - Parameters:
  ///   - path: the file, or `-` for standard input.
  ///   - hashing: whether to compute the SHA-256 of all bytes.
  ///   - regular: whether the file must have an end, so that pipes and devices are refused.
  init(path: String, hashing: Bool, regular: Bool = false) throws {
    self.path = path
    if regular {
      descriptor = try RegularFile.open(path)
      ownsDescriptor = true
    } else if path == "-" {
      descriptor = 0
      ownsDescriptor = false
    } else {
      descriptor = withFileSystemPath(path) { open($0, O_RDONLY | O_CLOEXEC) }
      ownsDescriptor = true
      guard descriptor >= 0 else { throw Self.unreadable(path, "cannot open the shard", at: nil) }
    }
    identity = try? Self.identity(of: descriptor, path: path)
    digest = hashing ? SHA256Digest() : nil
    buffer = .allocate(byteCount: Self.blockSize, alignment: 64)
    window = UnsafeRawBufferPointer(rebasing: buffer[0..<0])
    #if canImport(Glibc)
      posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
    #endif
  }

  deinit {
    buffer.deallocate()
    if ownsDescriptor { close(descriptor) }
  }

  static func identity(of descriptor: Int32, path: String) throws -> Identity {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw systemFailure(.unreadable, path: path, "cannot stat the shard") }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw IOFailure(.unreadable, path: path, "not a regular file")
    }
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    return Identity(
      device: UInt64(status.st_dev), inode: UInt64(status.st_ino), size: Int(status.st_size),
      modified: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }

  private static func unreadable(_ path: String, _ action: String, at offset: Int?) -> IOFailure {
    var failure = systemFailure(.unreadable, path: path, action)
    failure.offset = offset
    if failure.kind != .exhausted { failure.detail += "; run again once it can be read" }
    return failure
  }

  private func unreadable(_ action: String) -> IOFailure {
    Self.unreadable(path, action, at: offset + window.count)
  }

  /// Takes bytes from the front of the window.
  func consume(_ count: Int) {
    window = UnsafeRawBufferPointer(rebasing: window[count...])
    offset += count
  }

  /// Makes the window non-empty, or tells the end of the file.
  ///
  /// - Returns: false at the end of the file.
  func fill() throws -> Bool {
    if !window.isEmpty { return true }
    if atEnd { return false }
    let wanted = offset < stop ? min(buffer.count, stop - offset) : buffer.count
    let count = retrying { read(descriptor, buffer.baseAddress, wanted) }
    guard count >= 0 else { throw unreadable("reading failed") }
    window = UnsafeRawBufferPointer(rebasing: buffer[0..<count])
    digest?.update(window)
    if count == 0 { atEnd = true }
    return count > 0
  }

  /// Whether this is a pipe that has nothing to read for now.
  var isPausing: Bool {
    guard identity == nil, window.isEmpty, !atEnd else { return false }
    var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&ready, 1, 0) == 0
  }

  /// The first bytes of the file, without taking them. Call before anything was consumed.
  func peekMagic() throws -> Compression {
    guard try fill() else { return .plain }
    // A pipe may hand over the magic in pieces.
    while window.count < Compression.magicLength {
      let have = window.count
      let count = retrying { read(descriptor, buffer.baseAddress! + have, buffer.count - have) }
      guard count >= 0 else { throw unreadable("reading failed") }
      if count == 0 { break }
      let fresh = UnsafeRawBufferPointer(rebasing: buffer[have..<(have + count)])
      digest?.update(fresh)
      window = UnsafeRawBufferPointer(rebasing: buffer[0..<(have + count)])
    }
    return Compression(magic: window.bindMemory(to: UInt8.self))
  }

  /// Skips to a later offset. Every byte is still read where a digest is wanted.
  func skip(to target: Int) throws {
    if digest == nil, identity != nil, target > offset + window.count {
      guard lseek(descriptor, off_t(target), SEEK_SET) == off_t(target) else {
        throw unreadable("seeking failed")
      }
      window = UnsafeRawBufferPointer(rebasing: buffer[0..<0])
      offset = target
      return
    }
    while offset < target {
      guard try fill() else {
        throw IOFailure(
          .changedWhileRead, path: path, offset: offset, "the shard is shorter than at the last checkpoint")
      }
      consume(min(window.count, target - offset))
    }
  }

  /// What has been read so far, with its digest; nil unless hashing a regular file.
  var prefix: ReadPrefix? {
    guard identity != nil, let digest else { return nil }
    return ReadPrefix(bytes: offset + window.count, sha256: digest.value())
  }

  /// Skips to a later offset of a file that was read before, as far as a prefix goes.
  ///
  /// - Parameter sha256: of the file's first `bytes`, in lower-case hex. `target` is not beyond them.
  /// - Returns: whether the file still begins with the bytes that were read then. The digest goes on behind the window.
  func skip(to target: Int, prefix bytes: Int, sha256: String) throws -> Bool {
    guard let digest, let identity, identity.size >= bytes, offset + window.count <= bytes, target <= bytes else {
      return false
    }
    stop = bytes
    try skip(to: target)
    let copy = digest.copy()
    let block = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.blockSize, alignment: 64)
    defer { block.deallocate() }
    var place = offset + window.count
    while place < bytes {
      let count = retrying { pread(descriptor, block.baseAddress, min(block.count, bytes - place), off_t(place)) }
      guard count >= 0 else { throw unreadable("reading failed") }
      if count == 0 { return false }
      copy.update(UnsafeRawBufferPointer(rebasing: block[..<count]))
      place += count
    }
    return copy.hex() == sha256
  }

  /// The same file, read again from an offset; nil if it cannot be, or is another one by now.
  func reopened(at offset: Int) throws -> FileSource? {
    guard let identity, path != "-" else { return nil }
    let again = try FileSource(path: path, hashing: false)
    guard again.identity == identity else { return nil }
    try again.skip(to: offset)
    return again
  }

  /// Reads whatever is left, so that the digest is of the whole file.
  func drain() throws {
    while try fill() { consume(window.count) }
  }

  /// - Throws: `changedWhileRead` if the file is not as it was when it was opened, or its path leads to another one
  ///   by now. That it was removed meanwhile does no harm: all of it has been read.
  func checkUnchanged() throws {
    guard let identity else { return }
    if ownsDescriptor, let there = try FileTree.status(path),
      (there.device, there.inode) != (identity.device, identity.inode)
    {
      throw IOFailure(
        .changedWhileRead, path: path, "the shard was replaced by another file while it was read; run again")
    }
    let now = try Self.identity(of: descriptor, path: path)
    guard now == identity else {
      throw IOFailure(
        .changedWhileRead, path: path,
        "the shard changed while it was read (size \(identity.size), then \(now.size) bytes); run again once it is complete"
      )
    }
  }

  /// SHA-256 of the bytes read so far; nil unless hashing.
  var sha256: String? { digest?.hex() }
}
