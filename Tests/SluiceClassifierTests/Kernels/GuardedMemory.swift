import Foundation
import Testing

/// Memory between two pages that nobody may touch: a kernel that reads or writes on either side ends the process.
final class GuardedMemory {
  private let page = Int(sysconf(Int32(_SC_PAGESIZE)))
  private let mapping: UnsafeMutableRawPointer
  private let bytes: UnsafeMutableRawBufferPointer
  private let whole: Int

  init(capacity: Int) throws {
    let inner = (max(capacity, 1) + page - 1) / page * page
    whole = inner + 2 * page
    mapping = try #require(mmap(nil, whole, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))
    bytes = UnsafeMutableRawBufferPointer(start: mapping + page, count: inner)
    try #require(mapping != MAP_FAILED)
    try #require(mprotect(mapping, page, PROT_NONE) == 0)
    try #require(mprotect(mapping + page + inner, page, PROT_NONE) == 0)
  }

  deinit { munmap(mapping, whole) }

  /// A copy of a text that ends where the memory ends, or begins where it begins.
  func place(_ text: [UInt8], atEnd: Bool) -> UnsafeBufferPointer<UInt8> {
    let start = atEnd ? bytes.count - text.count : 0
    let place = UnsafeMutableRawBufferPointer(rebasing: bytes[start..<start + text.count])
    place.copyBytes(from: text)
    return UnsafeBufferPointer(place.bindMemory(to: UInt8.self))
  }

  /// Runs `body` with a copy at either edge.
  func atBothEdges(_ text: [UInt8], _ body: (UnsafeBufferPointer<UInt8>) throws -> Void) rethrows {
    try body(place(text, atEnd: true))
    try body(place(text, atEnd: false))
  }
}
