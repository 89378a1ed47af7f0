/// Counts over UTF-8 text, in vector-friendly passes.
public enum TextMeasure {
  /// Words: runs of bytes other than ASCII white space.
  public static func words(_ text: UnsafeBufferPointer<UInt8>) -> Int {
    var count = 0
    var previous: UInt8 = 1  // whether the byte before was white space
    var start = 0
    while start < text.count {
      let end = min(start + 255, text.count)
      var starts: UInt8 = 0
      for i in start..<end {
        let byte = text[i]
        let isSpace: UInt8 = byte == 0x20 || (byte >= 0x09 && byte <= 0x0d) ? 1 : 0
        starts &+= previous & (isSpace ^ 1)
        previous = isSpace
      }
      count += Int(starts)
      start = end
    }
    return count
  }

  /// Unicode scalars: bytes that do not continue another.
  public static func scalars(_ text: UnsafeBufferPointer<UInt8>) -> Int {
    var count = 0
    var start = 0
    while start < text.count {
      let end = min(start + 255, text.count)
      var block: UInt8 = 0
      for i in start..<end { block &+= text[i] & 0xc0 != 0x80 ? 1 : 0 }
      count += Int(block)
      start = end
    }
    return count
  }

  /// The white space of JSON's grammar.
  @inline(__always)
  static func isWhitespace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0d || byte == 0x0a }

  /// Whether a line is empty or white space only.
  public static func isBlank(_ line: UnsafeBufferPointer<UInt8>) -> Bool { line.allSatisfy(isWhitespace) }
}
