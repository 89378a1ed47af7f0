import SluiceClassifier
import SluiceCore
import Testing

/// Scores every prefix of a text where it ends with its memory; reading on would end the process.
func expectNothingReadBeyond(_ text: String, _ scorer: TableScorer) throws {
  let bytes = Array(text.utf8)
  let memory = try GuardedMemory(capacity: bytes.count)
  let session = scorer.makeSession()
  for count in 1...bytes.count {
    let prefix = Array(bytes.prefix(count))
    let atTheEdge = session.assess(memory.place(prefix, atEnd: true))
    let elsewhere = prefix.withUnsafeBufferPointer { session.assess($0) }
    #expect(atTheEdge == elsewhere, "\(count) bytes")
  }
}
