/// A pattern for names: `*` is any run of bytes, also an empty one, `?` is one character, and the
/// character after `\` is taken as it is. Matches whole names, case-sensitively.
package struct NamePattern: Sendable, Hashable {
  private enum Piece: Sendable, Hashable {
    case byte(UInt8)
    case one, any
  }

  let pattern: String
  private let pieces: [Piece]

  package init(_ pattern: String) {
    self.pattern = pattern
    var pieces: [Piece] = []
    var escaped = false
    for byte in pattern.utf8 {
      if escaped {
        pieces.append(.byte(byte))
        escaped = false
      } else if byte == UInt8(ascii: "\\") {
        escaped = true
      } else if byte == UInt8(ascii: "*") {
        if pieces.last != .any { pieces.append(.any) }
      } else {
        pieces.append(byte == UInt8(ascii: "?") ? .one : .byte(byte))
      }
    }
    if escaped { pieces.append(.byte(UInt8(ascii: "\\"))) }
    self.pieces = pieces
  }

  /// Whether a name contains a character that is special in a pattern.
  static func looksLikePattern(_ name: String) -> Bool { name.utf8.contains { $0 == 0x2A || $0 == 0x3F } }

  /// Time is at most the product of both lengths; nothing is allocated.
  package func matches(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
    var i = 0
    var p = 0
    var retry: (piece: Int, byte: Int)?
    while i < name.count {
      if p < pieces.count, case .any = pieces[p] {
        retry = (p + 1, i)
        p += 1
        continue
      }
      if p < pieces.count {
        if case .byte(let byte) = pieces[p], byte == name[i] {
          p += 1
          i += 1
          continue
        }
        if case .one = pieces[p] {
          p += 1
          i += 1
          while i < name.count, name[i] & 0xC0 == 0x80 { i += 1 }
          continue
        }
      }
      guard let (piece, byte) = retry else { return false }
      retry = (piece, byte + 1)
      p = piece
      i = byte + 1
    }
    while p < pieces.count, case .any = pieces[p] { p += 1 }
    return p == pieces.count
  }
}
