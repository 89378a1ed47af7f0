extension Chunk {
  /// Calls `body` with each line that is not blank, and its number in the shard, counted from 1. A byte
  /// order mark before the first line is left out. Only for chunks of whole lines.
  package func forEachLine(_ body: (UnsafeBufferPointer<UInt8>, Int) throws -> Void) rethrows {
    let bytes = buffer.bytes
    var start = 0
    var number = linesBefore
    while start < bytes.count {
      let rest = UnsafeBufferPointer(rebasing: bytes[start...])
      let length = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.count
      number += 1
      start += length + 1
      var line = UnsafeBufferPointer(rebasing: rest[0..<length])
      if number == 1, line.starts(with: [0xef, 0xbb, 0xbf]) { line = UnsafeBufferPointer(rebasing: line[3...]) }
      if !TextMeasure.isBlank(line) { try body(line, number) }
    }
  }
}
