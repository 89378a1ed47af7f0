/// File names are bytes, and need not be UTF-8. Inside the program a path is text: a byte that is not part of valid
/// UTF-8 is held as one scalar, U+10FF00 plus the byte. The bytes of a real scalar of that range are held in the same
/// way, one scalar for each, so that no two names have the same text.
extension String {
  /// Paths as text, from their bytes.
  package init(fileSystemBytes bytes: some Collection<UInt8>) {
    if let text = String(validating: bytes, as: UTF8.self), !text.holdsFileSystemBytes {
      self = text
      return
    }
    var text = String.UnicodeScalarView()
    var rest = Array(bytes)[...]
    while let first = rest.first {
      let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
      if length <= rest.count, let whole = String(validating: rest.prefix(length), as: UTF8.self),
        whole.unicodeScalars.count == 1, !whole.holdsFileSystemBytes
      {
        text.append(contentsOf: whole.unicodeScalars)
        rest = rest.dropFirst(length)
      } else {
        text.append(Unicode.Scalar(0x10_FF00 + UInt32(first))!)
        rest = rest.dropFirst()
      }
    }
    self = String(text)
  }

  /// The bytes that the file system knows a path by.
  package var fileSystemBytes: [UInt8] {
    guard holdsFileSystemBytes else { return Array(utf8) }
    return unicodeScalars.flatMap { scalar in scalar.fileSystemByte.map { [$0] } ?? Array(UTF8.encode(scalar)!) }
  }

  /// Whether a scalar is in the text that stands for a byte: in UTF-8 they are F4 8F BE 80 to F4 8F BF BF.
  package var holdsFileSystemBytes: Bool {
    utf8.contains(0xF4) && unicodeScalars.contains { $0.fileSystemByte != nil }
  }
}

extension Unicode.Scalar {
  /// The byte that this scalar stands for in a path.
  package var fileSystemByte: UInt8? {
    (0x10_FF80...0x10_FFFF).contains(value) ? UInt8(value & 0xFF) : nil
  }
}
