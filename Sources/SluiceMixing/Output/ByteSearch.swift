#if canImport(Darwin)
  internal import Darwin
#else
  internal import CLinux
  internal import Glibc
#endif

/// Finding one byte string in another.
package struct ByteSearch {
  package let needle: [UInt8]

  package init(_ needle: String) { self.needle = Array(needle.utf8) }

  /// Offset of the first occurrence at or after a place; nil if there is none.
  package func first(in bytes: UnsafeBufferPointer<UInt8>, from start: Int = 0) -> Int? {
    guard let base = bytes.baseAddress, bytes.count - start >= needle.count else { return nil }
    guard let found = memmem(base + start, bytes.count - start, needle, needle.count) else { return nil }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }

  /// Occurrences that do not overlap, counted from the left.
  package func count(in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var count = 0
    var start = 0
    while let found = first(in: bytes, from: start) {
      count += 1
      start = found + needle.count
    }
    return count
  }

  /// Whether the bytes without all occurrences are `original`. Allocates nothing.
  package func removal(from bytes: UnsafeBufferPointer<UInt8>, gives original: UnsafeBufferPointer<UInt8>) -> Bool {
    var start = 0
    var done = 0
    while true {
      let end = first(in: bytes, from: start) ?? bytes.count
      let piece = UnsafeBufferPointer(rebasing: bytes[start..<end])
      guard done + piece.count <= original.count,
        UnsafeBufferPointer(rebasing: original[done..<done + piece.count]).elementsEqual(piece)
      else { return false }
      done += piece.count
      if end == bytes.count { return done == original.count }
      start = end + needle.count
    }
  }
}
