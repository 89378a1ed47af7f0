internal import SluiceCore

/// Path patterns: `*` and `?` within one name, `[a-z]` and `[!a-z]` sets, `**` for any depth of
/// folders. Names that begin with a dot or an underscore match only a pattern that does (`FileRole.isHidden`).
struct Glob {
  /// The folder before the first component with a wildcard.
  let root: String
  /// The components from that one on.
  let components: [Name]

  static func hasWildcard(_ text: String) -> Bool { text.utf8.contains { "*?[".utf8.contains($0) } }

  init(_ pattern: String) {
    let pattern = Name(pattern)
    let parts = pattern.split("/")
    let literal = parts.prefix { !Self.hasWildcard($0.text) }
    let prefix = literal.joined(separator: "/")
    root = pattern.hasPrefix("/") ? "/" + prefix : (literal.isEmpty ? "." : prefix)
    components = Array(parts[literal.count...])
  }

  /// Whether one name matches one component.
  static func matches(_ name: ArraySlice<UInt8>, _ pattern: ArraySlice<UInt8>) -> Bool {
    if name.first == UInt8(ascii: "."), pattern.first != UInt8(ascii: ".") { return false }
    return match(name, pattern)
  }

  private static func match(_ name: ArraySlice<UInt8>, _ pattern: ArraySlice<UInt8>) -> Bool {
    var name = name
    var pattern = pattern
    // Where to come back to if the guess about the last `*` was too short.
    var retry: (name: ArraySlice<UInt8>, pattern: ArraySlice<UInt8>)?
    while true {
      if pattern.first == UInt8(ascii: "*") {
        pattern = pattern.dropFirst()
        retry = (name, pattern)
        continue
      }
      if let byte = name.first, let (matched, rest) = step(byte, pattern), matched {
        name = name.dropFirst()
        pattern = rest
        continue
      }
      if name.isEmpty, pattern.isEmpty { return true }
      guard let last = retry, !last.name.isEmpty else { return false }
      retry = (last.name.dropFirst(), last.pattern)
      name = last.name.dropFirst()
      pattern = last.pattern
    }
  }

  /// Compares one byte with the pattern's first element.
  private static func step(_ byte: UInt8, _ pattern: ArraySlice<UInt8>) -> (Bool, ArraySlice<UInt8>)? {
    guard let head = pattern.first else { return nil }
    if head == UInt8(ascii: "?") { return (true, pattern.dropFirst()) }
    guard head == UInt8(ascii: "["), let close = pattern.dropFirst(2).firstIndex(of: UInt8(ascii: "]")) else {
      return (head == byte, pattern.dropFirst())
    }
    var set = pattern[(pattern.startIndex + 1)..<close]
    let negated = set.first == UInt8(ascii: "!") || set.first == UInt8(ascii: "^")
    if negated { set = set.dropFirst() }
    var inside = false
    while let low = set.first {
      if set.count >= 3, set[set.startIndex + 1] == UInt8(ascii: "-") {
        if low <= byte, byte <= set[set.startIndex + 2] { inside = true }
        set = set.dropFirst(3)
      } else {
        if low == byte { inside = true }
        set = set.dropFirst()
      }
    }
    return (inside != negated, pattern[(close + 1)...])
  }
}
