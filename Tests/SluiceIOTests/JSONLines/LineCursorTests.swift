import SluiceIO
import TestSupport
import Testing

/// One line after another, however chunks are cut.
struct LineCursorTests {
  @Test(arguments: [64, 1000, 1 << 20])
  func linesComeInOrderWithTheirNumbers(_ chunkBytes: Int) throws {
    let scratch = try Scratch()
    let lines = randomLines(200, seed: 3, longest: 2000)
    var options = ShardReader.Options()
    options.chunkBytes = chunkBytes
    options.maxLineBytes = 900
    let cursor = try LineCursor(path: scratch.write(joined(lines).dropLast(), to: "x.jsonl"), options: options)
    var number = 0
    while try cursor.next() {
      number += 1
      #expect(cursor.number == number)
      // Every other line is passed over in the middle; the next must not suffer.
      if number % 2 == 0 { continue }
      var bytes = Array(cursor.bytes)
      while try cursor.nextPiece() { bytes += Array(cursor.bytes) }
      #expect(bytes == lines[number - 1], "line \(number)")
    }
    #expect(number == lines.count)
  }

  @Test func aLineInPiecesHasTheDigestOfTheWhole() throws {
    let scratch = try Scratch()
    let line = [UInt8](repeating: 97, count: 10_000)
    var options = ShardReader.Options()
    let path = try scratch.write(line + [10, 98, 10], to: "x.jsonl")
    let whole = try LineCursor(path: path, options: options)
    options.chunkBytes = 512
    options.maxLineBytes = 600
    let pieces = try LineCursor(path: path, options: options)
    for _ in 0..<2 {
      #expect(try whole.next() && pieces.next())
      #expect(try whole.digestOfLine() == pieces.digestOfLine())
    }
    #expect(try !whole.next() && !pieces.next())
  }

  @Test(arguments: [3, 7, 1 << 20]) func theMarkOfTheFileIsNotContentAndBlankLinesAreNotRows(_ chunkBytes: Int) throws {
    let scratch = try Scratch()
    var options = ShardReader.Options()
    options.chunkBytes = chunkBytes
    let mark: [UInt8] = [0xef, 0xbb, 0xbf]
    let cursor = try LineCursor(
      path: scratch.write(mark + Array("a\n\n \t\r\n".utf8) + mark + Array("b".utf8), to: "x.jsonl"), options: options)
    #expect(try cursor.nextRow() && cursor.number == 1)
    #expect(Array(cursor.bytes) == mark + [97] && Array(cursor.content) == [97])
    #expect(try cursor.nextRow() && cursor.number == 4)
    #expect(Array(cursor.content) == mark + [98], "a mark anywhere else is a part of the line")
    #expect(try !cursor.nextRow() && cursor.number == 4)
  }
}
