internal import SluiceCore

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The border to the file system: every call that takes a path gets its bytes from here, and every path that comes
/// back is made text by `String(fileSystemBytes:)`. `Scripts/check-sources` looks for calls that go around it.
package func withFileSystemPath<Result>(_ path: String, _ call: (UnsafePointer<CChar>) -> Result) -> Result {
  guard path.holdsFileSystemBytes else { return path.withCString(call) }
  let bytes = path.fileSystemBytes.map { CChar(bitPattern: $0) } + [0]
  let result = bytes.withUnsafeBufferPointer { call($0.baseAddress!) }
  // The caller asks for it next; freeing the bytes must not change it.
  let code = errno
  defer { errno = code }
  return result
}

extension String {
  /// A path from its bytes, which end with 0.
  package init(fileSystemPath bytes: UnsafePointer<CChar>) {
    let count = strlen(bytes)
    self.init(
      fileSystemBytes: UnsafeRawBufferPointer(start: bytes, count: count).bindMemory(to: UInt8.self))
  }
}
