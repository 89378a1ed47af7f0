internal import SluiceIO

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Read-only bytes of a model: an allocation, or a constant of the program. They stay where they are until the last
/// reference is gone.
///
/// A file is read, not mapped: another program may overwrite or shorten it while the model decides, and the digest is
/// of the bytes that decide.
package final class MemoryRegion: @unchecked Sendable {
  // Invariant for Sendable: the bytes are never written after init and the fields are constant.
  let bytes: UnsafeRawBufferPointer
  private let owner: Owner

  private enum Owner { case allocation, program }

  private init(_ bytes: UnsafeRawBufferPointer, owner: Owner) {
    self.bytes = bytes
    self.owner = owner
  }

  deinit {
    guard let base = bytes.baseAddress else { return }
    switch owner {
    case .allocation: free(UnsafeMutableRawPointer(mutating: base))
    case .program: break
    }
  }

  /// Bytes that live as long as the program.
  static func constant(_ bytes: UnsafeRawBufferPointer) -> MemoryRegion { MemoryRegion(bytes, owner: .program) }

  /// A copy, aligned to 64 bytes.
  static func copy(of bytes: [UInt8]) -> MemoryRegion {
    var memory: UnsafeMutableRawPointer?
    guard posix_memalign(&memory, 64, max(bytes.count, 1)) == 0, let base = memory else { fatalError("no memory") }
    bytes.withUnsafeBytes { if let source = $0.baseAddress { memcpy(base, source, $0.count) } }
    return MemoryRegion(UnsafeRawBufferPointer(start: base, count: bytes.count), owner: .allocation)
  }

  /// Reads a whole regular file.
  ///
  /// - Throws: ``ModelFileError`` if it cannot be opened, is not a regular file, or is empty.
  static func reading(_ path: String) throws(ModelFileError) -> MemoryRegion {
    // O_NONBLOCK: opening a FIFO by mistake must not hang.
    let descriptor = withFileSystemPath(path) { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    guard descriptor >= 0 else { throw ModelFileError(path: path, .system(operation: "open", code: errno)) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw ModelFileError(path: path, .system(operation: "fstat", code: errno))
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw ModelFileError(path: path, .notARegularFile) }
    let size = Int(status.st_size)
    guard size > 0 else { throw ModelFileError(path: path, .notAModel(expected: "the file is empty")) }
    // Unlike Swift's own allocation, this tells when there is no memory for a file of any size.
    var memory: UnsafeMutableRawPointer?
    guard posix_memalign(&memory, 64, size) == 0, let base = memory else {
      throw ModelFileError(path: path, .system(operation: "reading", code: ENOMEM))
    }
    let region = MemoryRegion(UnsafeRawBufferPointer(start: base, count: size), owner: .allocation)
    var done = 0
    while done < size {
      let count = retrying { read(descriptor, base + done, size - done) }
      guard count >= 0 else { throw ModelFileError(path: path, .system(operation: "read", code: errno)) }
      guard count > 0 else { throw ModelFileError(path: path, .wrongSize(expected: size, found: done)) }
      done += count
    }
    return region
  }
}

func systemMessage(_ code: Int32) -> String { String(cString: strerror(code)) }
