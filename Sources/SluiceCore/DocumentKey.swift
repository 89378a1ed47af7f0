/// The identity of a document: its shard's path below the common root of the inputs, and its line,
/// counted from 1, blank lines included. Ids repeat or are missing in real corpora; keys are unique.
public struct DocumentKey: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Path of the shard below the common root of the inputs, with its own suffix.
  public var shard: Name
  /// Line in the shard, from 1.
  public var line: Int

  public init(shard: Name, line: Int) {
    self.shard = shard
    self.line = line
  }

  /// Reads `shard#line`. The last `#` separates, since a path may hold one.
  public init?(_ description: String) {
    guard let hash = description.utf8.lastIndex(of: UInt8(ascii: "#")), hash != description.startIndex,
      let line = Int(description[description.utf8.index(after: hash)...]), line >= 1
    else { return nil }
    self.init(shard: Name(description[..<hash]), line: line)
  }

  /// The key as data has it: `shard#line`. Messages show it escaped (`Name.description`).
  public var description: String { "\(shard.text)#\(line)" }

  /// By the bytes of the shard's path, then by line.
  public static func < (a: DocumentKey, b: DocumentKey) -> Bool {
    a.shard == b.shard ? a.line < b.line : a.shard < b.shard
  }
}
