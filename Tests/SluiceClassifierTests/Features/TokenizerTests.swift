import Foundation
import SluiceClassifier
import SluiceCore
import Testing

/// What a text scores does not depend on where its words lie in memory.
struct TokenizerTests {
  /// Words of every kind that is cut in its own way, some of them longer than what is looked at at once.
  static let text =
    "You ARE a stupid idiot, don't l0se $10 or 2nd at me@example.org (#1!!!) i d i o t & caf\u{e9} \u{201C}so\u{201D} "
    + String(repeating: "la", count: 40) + " " + String(repeating: "ha", count: 40) + "'s "
    + String(repeating: "7", count: 90) + " " + String(repeating: "=", count: 90)
    + " \u{2018}f*ck\u{2019} &amp; \u{43F}\u{440} a b"

  @Test(arguments: 0...80) func leadingSpacesShiftTheSpanAndNothingElse(_ spaces: Int) {
    let plain = BuiltIn.assess(Self.text)
    let shifted = BuiltIn.assess(String(repeating: " ", count: spaces) + Self.text)
    #expect(plain.score > .safe, "the text must alarm for the test to mean something")
    #expect(shifted.score == plain.score && shifted.probabilities == plain.probabilities)
    #expect(shifted.category == plain.category && shifted.stance == plain.stance)
    #expect(shifted.span == plain.span.lowerBound + spaces..<plain.span.upperBound + spaces)
  }

  /// Every prefix of the text ends where the memory does; reading on would end the process.
  @Test func nothingIsReadBeyondTheText() throws {
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let memory = try #require(mmap(nil, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))
    defer { munmap(memory, 2 * page) }
    try #require(memory != MAP_FAILED && mprotect(memory + page, page, PROT_NONE) == 0)
    let session = try TableScorer.builtIn().makeSession()
    let bytes = Array(Self.text.utf8)
    for count in 1...bytes.count {
      let start = (memory + page - count).assumingMemoryBound(to: UInt8.self)
      start.update(from: bytes, count: count)
      let atTheEdge = session.assess(UnsafeBufferPointer(start: start, count: count))
      let elsewhere = bytes.prefix(count).withUnsafeBufferPointer { session.assess($0) }
      #expect(atTheEdge == elsewhere, "\(count) bytes")
    }
  }
}
