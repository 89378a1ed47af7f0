/// Finds a field's string in a line of JSON that `LineParser` has accepted, by the same rules: a top-level key
/// spelled like the whole path, or else the keys between its dots.
package struct RawField {
  private let whole: [UInt8]
  private let steps: [[UInt8]]

  package init(_ path: String) {
    whole = Array(path.utf8)
    steps = path.split(separator: ".", omittingEmptySubsequences: false).map { Array($0.utf8) }
  }

  /// - Returns: the range of the string's bytes, without their quotes; nil if the field is not a string.
  package func range(in line: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
    guard let object = Self.start(of: line) else { return nil }
    guard let value = Self.value(of: whole, inObjectAt: object, line) ?? descend(object, line) else { return nil }
    guard line[value] == UInt8(ascii: "\"") else { return nil }
    return (value + 1)..<(Self.endOfString(at: value, line) - 1)
  }

  private func descend(_ object: Int, _ line: UnsafeBufferPointer<UInt8>) -> Int? {
    guard steps.count > 1 else { return nil }
    var place = object
    for (depth, step) in steps.enumerated() {
      guard line[place] == UInt8(ascii: "{"), let value = Self.value(of: step, inObjectAt: place, line) else {
        return nil
      }
      if depth + 1 == steps.count { return value }
      place = value
    }
    return nil
  }

  private static func start(of line: UnsafeBufferPointer<UInt8>) -> Int? {
    let start = skipSpace(0, line)
    return start < line.count && line[start] == UInt8(ascii: "{") ? start : nil
  }

  /// Where the value of an object's key begins.
  private static func value(of key: [UInt8], inObjectAt object: Int, _ line: UnsafeBufferPointer<UInt8>) -> Int? {
    var i = skipSpace(object + 1, line)
    while i < line.count, line[i] == UInt8(ascii: "\"") {
      let end = endOfString(at: i, line)
      let name = UnsafeBufferPointer(rebasing: line[(i + 1)..<(end - 1)])
      let colon = skipSpace(end, line)
      let value = skipSpace(colon + 1, line)
      if name.elementsEqual(key) || name.contains(UInt8(ascii: "\\")) && JSONEscapes.decode(name) == key {
        return value
      }
      i = skipSpace(endOfValue(at: value, line), line)
      guard i < line.count, line[i] == UInt8(ascii: ",") else { return nil }
      i = skipSpace(i + 1, line)
    }
    return nil
  }

  private static func skipSpace(_ start: Int, _ line: UnsafeBufferPointer<UInt8>) -> Int {
    var i = start
    while i < line.count, [0x20, 0x09, 0x0a, 0x0d].contains(line[i]) { i += 1 }
    return i
  }

  /// The place after a string's closing quote.
  private static func endOfString(at quote: Int, _ line: UnsafeBufferPointer<UInt8>) -> Int {
    var i = quote + 1
    while i < line.count, line[i] != UInt8(ascii: "\"") { i += line[i] == UInt8(ascii: "\\") ? 2 : 1 }
    return min(i + 1, line.count)
  }

  private static func endOfValue(at start: Int, _ line: UnsafeBufferPointer<UInt8>) -> Int {
    var i = start
    var depth = 0
    while i < line.count {
      switch line[i] {
      case UInt8(ascii: "\""):
        i = endOfString(at: i, line)
        if depth == 0 { return i }
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth == 0 { return i }
        depth -= 1
        if depth == 0 { return i + 1 }
      case UInt8(ascii: ","):
        if depth == 0 { return i }
      default: break
      }
      i += 1
    }
    return i
  }
}
