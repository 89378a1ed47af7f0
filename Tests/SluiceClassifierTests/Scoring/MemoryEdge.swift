import Foundation
import SluiceClassifier
import SluiceCore
import Testing

/// Scores every prefix of a text where it ends with its memory; reading on would end the process.
func expectNothingReadBeyond(_ text: String, _ scorer: TableScorer) throws {
  let page = Int(sysconf(Int32(_SC_PAGESIZE)))
  let memory = try #require(mmap(nil, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))
  defer { munmap(memory, 2 * page) }
  try #require(memory != MAP_FAILED && mprotect(memory + page, page, PROT_NONE) == 0)
  let session = scorer.makeSession()
  let bytes = Array(text.utf8)
  for count in 1...bytes.count {
    let start = (memory + page - count).assumingMemoryBound(to: UInt8.self)
    start.update(from: bytes, count: count)
    let atTheEdge = session.assess(UnsafeBufferPointer(start: start, count: count))
    let elsewhere = bytes.prefix(count).withUnsafeBufferPointer { session.assess($0) }
    #expect(atTheEdge == elsewhere, "\(count) bytes")
  }
}
