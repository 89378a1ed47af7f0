import SluiceCore
import SluiceIO
import TestSupport
import Testing

/// A quarantined line comes back byte for byte, on its number.
struct QuarantineRowTests {
  private static let hostile: [[UInt8]] = [
    Array("\"},{\"raw_base64\":\"AAAA\"}".utf8), [0, 1, 2, 255, 254], [0xef, 0xbb, 0xbf],
    Array(0...255).filter { $0 != 10 },
    Array("\r".utf8), [0x5c, 0x22],
  ]

  @Test func linesComeBackFromTheirRows() throws {
    let scratch = try Scratch()
    let shard = "a\"b/\\,\"line\":7/x#1.jsonl"
    let file = try RowFile(path: scratch.file("q.jsonl"), codec: OutputCodec(.plain))
    for (index, line) in Self.hostile.enumerated() {
      let key = DocumentKey(shard: Name(shard), line: index * 3 + 2)
      QuarantineRow.begin(key, offset: index % 2 == 0 ? index : nil, reason: "not_\"json", to: file.rows)
      // In pieces whose lengths are divisible by 3, as a long line comes.
      for start in stride(from: 0, to: line.count, by: 6) {
        line[start..<min(start + 6, line.count)].withUnsafeBufferPointer { QuarantineRow.append($0, to: file.rows) }
      }
      QuarantineRow.end(file.rows)
      try file.endRow()
    }
    try file.publish()
    for maxLineBytes in [1 << 20, 10] {
      let rows = try QuarantineReader(path: scratch.file("q.jsonl"), maxLineBytes: maxLineBytes)
      for (index, line) in Self.hostile.enumerated() {
        #expect(rows.number == index * 3 + 2)
        #expect(try rows.digestOfLine() == SHA256Digest.hex(of: line))
        try rows.next()
      }
      #expect(rows.number == nil)
    }
  }
}
