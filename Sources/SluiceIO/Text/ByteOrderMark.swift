/// U+FEFF at the beginning of a file in UTF-8: it belongs to the file, not to its first line.
package enum ByteOrderMark {
  package static func isBefore(_ bytes: some Sequence<UInt8>) -> Bool { bytes.starts(with: [0xef, 0xbb, 0xbf]) }

  /// The bytes without the mark.
  package static func dropped(from bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    guard bytes.count >= 3, bytes[0] == 0xef, bytes[1] == 0xbb, bytes[2] == 0xbf else { return bytes }
    return UnsafeBufferPointer(rebasing: bytes[3...])
  }
}
