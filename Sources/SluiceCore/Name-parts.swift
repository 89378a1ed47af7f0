/// Parts of names, cut between bytes: a letter may consist of several scalars, and `/` followed by a combining mark is
/// one letter that is not `/`.
extension Name {
  package var isEmpty: Bool { text.utf8.isEmpty }

  package func hasPrefix(_ prefix: String) -> Bool { text.utf8.starts(with: prefix.utf8) }

  package func hasSuffix(_ suffix: String) -> Bool { text.utf8.reversed().starts(with: suffix.utf8.reversed()) }

  /// What follows a prefix; nil if the name does not begin with it.
  package func removing(prefix: String) -> Name? {
    guard hasPrefix(prefix) else { return nil }
    return Name(text[text.utf8.index(text.startIndex, offsetBy: prefix.utf8.count)...])
  }

  /// What precedes a suffix; nil if the name does not end with it.
  package func removing(suffix: String) -> Name? {
    guard hasSuffix(suffix) else { return nil }
    return Name(text[..<text.utf8.index(text.endIndex, offsetBy: -suffix.utf8.count)])
  }

  /// The same for a suffix in ASCII, in capital or small letters.
  package func removing(suffixInAnyCase suffix: String) -> Name? {
    let tail = text.utf8.suffix(suffix.utf8.count)
    guard tail.count == suffix.utf8.count, zip(tail, suffix.utf8).allSatisfy({ Self.small($0) == Self.small($1) })
    else { return nil }
    return Name(text[..<tail.startIndex])
  }

  private static func small(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }

  /// Whether the name holds an ASCII character.
  package func contains(_ character: Unicode.Scalar) -> Bool { text.utf8.contains(UInt8(ascii: character)) }

  /// The parts between ASCII separators, empty ones left out unless asked for.
  package func split(_ separator: Unicode.Scalar, omittingEmpty: Bool = true) -> [Name] {
    text.utf8.split(separator: UInt8(ascii: separator), omittingEmptySubsequences: omittingEmpty).map {
      Name(Substring($0))
    }
  }

  /// The part after the last slash.
  package var lastPart: Name {
    guard let slash = text.utf8.lastIndex(of: UInt8(ascii: "/")) else { return self }
    return Name(text[text.utf8.index(after: slash)...])
  }

  /// The part before the last slash; nil if there is none but the root.
  package var parent: Name? {
    guard let slash = text.utf8.lastIndex(of: UInt8(ascii: "/")), slash != text.startIndex else { return nil }
    return Name(text[..<slash])
  }

  /// The folders a path goes through, the outermost first.
  package var ancestors: [Name] {
    var found: [Name] = []
    var place = parent
    while let folder = place {
      found.append(folder)
      place = folder.parent
    }
    return found.reversed()
  }
}

extension Sequence<Name> {
  package func joined(separator: String) -> String { map(\.text).joined(separator: separator) }
}
