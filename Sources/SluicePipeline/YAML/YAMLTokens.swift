internal import Yams

/// Yams compares keys as `String` does, so it takes `é` as one scalar and as two for one key. While a file is parsed,
/// each of its scalars beyond ASCII is therefore held by a private one that equals nothing else.
struct YAMLTokens {
  private var token: [Unicode.Scalar: Unicode.Scalar] = [:]
  private var original: [Unicode.Scalar: Unicode.Scalar] = [:]
  /// Planes 15 and 16 without what YAML does not allow.
  private static let room = 0xFFFE

  /// The text to parse. Line breaks and what YAML does not allow stay; columns stay the same.
  mutating func hold(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 >= 0x80 }) else { return text }
    var held = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { held.append(hold(scalar)) }
    return String(held)
  }

  private mutating func hold(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if scalar.value <= 0xA0 || [0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF].contains(scalar.value) { return scalar }
    if let known = token[scalar] { return known }
    // A file of 1 MiB holds at most as many different scalars as two planes have room for.
    let number = token.count
    let value = number < Self.room ? 0xF_0000 + number : 0x10_0000 + number - Self.room
    guard let stand = Unicode.Scalar(UInt32(value)) else { return scalar }
    token[scalar] = stand
    original[stand] = scalar
    return stand
  }

  /// The text that a scalar of the file holds.
  func text(_ held: String) -> String {
    guard !original.isEmpty else { return held }
    var text = String.UnicodeScalarView()
    for scalar in held.unicodeScalars { text.append(original[scalar] ?? scalar) }
    return String(text)
  }

  /// The nodes with the file's own text.
  func node(_ node: Node) -> Node {
    guard !original.isEmpty else { return node }
    switch node {
    case .scalar(var scalar):
      scalar.string = text(scalar.string)
      return .scalar(scalar)
    case .mapping(let mapping):
      let pairs = mapping.map { (self.node($0.key), self.node($0.value)) }
      return .mapping(Node.Mapping(pairs, mapping.tag, mapping.style, mapping.mark))
    case .sequence(let sequence):
      return .sequence(Node.Sequence(sequence.map(self.node), sequence.tag, sequence.style, sequence.mark))
    default: return node
    }
  }
}
