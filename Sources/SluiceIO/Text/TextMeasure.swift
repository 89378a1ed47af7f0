internal import CKernels

/// Counts over UTF-8 text, in vector passes.
public enum TextMeasure {
  /// Words: runs of bytes other than ASCII white space.
  public static func words(_ text: UnsafeBufferPointer<UInt8>) -> Int {
    text.baseAddress.map { sluice_count_words($0, text.count) } ?? 0
  }

  /// Unicode scalars: bytes that do not continue another.
  public static func scalars(_ text: UnsafeBufferPointer<UInt8>) -> Int {
    text.baseAddress.map { sluice_count_scalars($0, text.count) } ?? 0
  }

  /// Bytes equal to one.
  static func count(_ byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    bytes.baseAddress.map { sluice_count_byte($0, bytes.count, byte) } ?? 0
  }

  /// The white space of JSON's grammar.
  @inline(__always)
  static func isWhitespace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0d || byte == 0x0a }

  /// Whether a line is empty or white space only.
  public static func isBlank(_ line: UnsafeBufferPointer<UInt8>) -> Bool { line.allSatisfy(isWhitespace) }
}
