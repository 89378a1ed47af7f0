internal import SluiceTraining

/// What a keystroke asks for: something of the annotation session, or to move the text.
enum TerminalKey: Hashable, Sendable {
  case session(AnnotationSession.Key)
  case up, down, pageUp, pageDown, home, end
}

/// Turns the bytes a terminal sends into keys. A sequence may arrive in pieces, and a lone escape looks
/// like the start of one: it is told apart by nothing following (`flush`).
struct KeyDecoder {
  private var pending: [UInt8] = []

  /// Whether bytes wait for more.
  var isWaiting: Bool { !pending.isEmpty }

  /// Longer escape sequences are no key's; what waits is then thrown away.
  private static let longestSequence = 16

  mutating func decode(_ bytes: some Sequence<UInt8>) -> [TerminalKey] {
    pending += bytes
    var keys: [TerminalKey] = []
    while let first = pending.first {
      guard let length = first == 0x1b ? sequenceLength() : Self.scalarLength(first) else { break }
      guard length <= pending.count else { break }
      if let key = Self.key(pending.prefix(length)) { keys.append(key) }
      pending.removeFirst(length)
    }
    return keys
  }

  /// Nothing more has come: a waiting escape is the key itself, and half a sequence is noise.
  mutating func flush() -> [TerminalKey] {
    defer { pending = [] }
    return pending == [0x1b] ? [.session(.escape)] : []
  }

  /// Length of the escape sequence at the front; nil if it may still grow.
  private func sequenceLength() -> Int? {
    guard pending.count > 1 else { return nil }
    guard pending[1] == UInt8(ascii: "[") || pending[1] == UInt8(ascii: "O") else { return 1 }
    if let final = pending.indices.dropFirst(2).first(where: { (0x40...0x7e).contains(pending[$0]) }) {
      return final + 1
    }
    return pending.count > Self.longestSequence ? pending.count : nil
  }

  private static func scalarLength(_ lead: UInt8) -> Int {
    lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
  }

  private static func key(_ bytes: ArraySlice<UInt8>) -> TerminalKey? {
    switch bytes.first! {
    case 0x1b:
      return bytes.count == 1 ? .session(.escape) : sequence(String(decoding: bytes.dropFirst(2), as: UTF8.self))
    case 0x03, 0x04: return .session(.end)
    case 0x0a, 0x0d: return .session(.enter)
    case 0x08, 0x7f: return .session(.backspace)
    case 0..<0x20: return nil
    default: return String(validating: bytes, as: UTF8.self)?.first.map { .session(.character($0)) }
    }
  }

  private static func sequence(_ rest: String) -> TerminalKey? {
    switch rest {
    case "A": .up
    case "B": .down
    case "5~": .pageUp
    case "6~": .pageDown
    case "H", "1~": .home
    case "F", "4~": .end
    default: nil
    }
  }
}
