internal import SluiceIO

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Read-only bytes of a model: a mapped file, an allocation, or a constant of the program. They
/// stay where they are until the last reference is gone.
///
/// A mapped file must not be shortened in place while it is used; replace models by renaming, as
/// `Folders.writeAtomically` does.
final class MemoryRegion: @unchecked Sendable {
  // Invariant for Sendable: the bytes are never written after init and the fields are constant.
  let bytes: UnsafeRawBufferPointer
  private let owner: Owner

  private enum Owner { case mapping, allocation, program }

  private init(_ bytes: UnsafeRawBufferPointer, owner: Owner) {
    self.bytes = bytes
    self.owner = owner
  }

  deinit {
    guard let base = bytes.baseAddress else { return }
    switch owner {
    case .mapping: munmap(UnsafeMutableRawPointer(mutating: base), bytes.count)
    case .allocation: base.deallocate()
    case .program: break
    }
  }

  /// Bytes that live as long as the program.
  static func constant(_ bytes: UnsafeRawBufferPointer) -> MemoryRegion { MemoryRegion(bytes, owner: .program) }

  /// A copy, aligned to 64 bytes.
  static func copy(of bytes: [UInt8]) -> MemoryRegion {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 64)
    copy.copyBytes(from: bytes)
    return MemoryRegion(UnsafeRawBufferPointer(copy), owner: .allocation)
  }

  /// Maps a whole regular file.
  ///
  /// - Throws: ``ModelFileError`` if it cannot be opened, is not a regular file, or is empty.
  static func mapping(_ path: String) throws(ModelFileError) -> MemoryRegion {
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
    guard let base = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), base != MAP_FAILED else {
      throw ModelFileError(path: path, .system(operation: "mmap", code: errno))
    }
    return MemoryRegion(UnsafeRawBufferPointer(start: base, count: size), owner: .mapping)
  }
}

func systemMessage(_ code: Int32) -> String { String(cString: strerror(code)) }
