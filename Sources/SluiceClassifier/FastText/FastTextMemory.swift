#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A zeroed array that does not move, filled once by its maker and read by many threads. Aligned
/// to 64 bytes; large ones ask for huge pages, since they are read at random.
final class FastTextMemory<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  // Invariant for Sendable: whoever makes it writes it before sharing it, and nobody afterwards.
  let base: UnsafeMutablePointer<Element>
  let count: Int

  init(zeroed count: Int) {
    let size = max(count * MemoryLayout<Element>.stride, 1)
    let raw = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: size < 1 << 21 ? 64 : 1 << 21)
    #if os(Linux)
      if size >= 1 << 21 { madvise(raw, size, 14) }  // MADV_HUGEPAGE, a hint
    #endif
    memset(raw, 0, size)
    self.base = raw.bindMemory(to: Element.self, capacity: count)
    self.count = count
  }

  deinit { UnsafeMutableRawPointer(base).deallocate() }
}
