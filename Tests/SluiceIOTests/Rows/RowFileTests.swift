import SluiceIO
import TestSupport
import Testing

struct RowFileTests {
  @Test(arguments: OutputCompression.allCases) func aFileHoldsItsRowsInFramesOfAMebibyte(
    _ compression: OutputCompression
  ) throws {
    let scratch = try Scratch()
    let lines = randomLines(2000, seed: 9)
    let path = scratch.file("new/deep/x.jsonl")
    let file = try RowFile(creatingFoldersOf: path, below: scratch.path, codec: OutputCodec(compression))
    for line in lines {
      file.rows.append(line)
      file.rows.append(UInt8(ascii: "\n"))
      try file.endRow()
      #expect(file.rows.count < 1 << 20)
    }
    #expect(file.count == 2000)
    let published = try file.publish()
    #expect(try FileDigest.sha256(of: path) == published.sha256)
    #expect(try bytes(of: path).count == published.bytes)
    let cursor = try LineCursor(path: path)
    for line in lines {
      #expect(try cursor.next())
      #expect(cursor.bytes.elementsEqual(line))
    }
    #expect(try !cursor.next())
  }
}
