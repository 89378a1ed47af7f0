/// The identity of a document: its shard's path below the common root of the inputs, and its line,
/// counted from 1, blank lines included. Ids repeat or are missing in real corpora; keys are unique.
public struct DocumentKey: Sendable, Hashable, CustomStringConvertible {
  /// Path of the shard below the common root of the inputs, with its own suffix.
  public var shard: String
  /// Line in the shard, from 1.
  public var line: Int

  public init(shard: String, line: Int) {
    self.shard = shard
    self.line = line
  }

  /// Reads `shard#line`. The last `#` separates, since a path may hold one.
  public init?(_ description: String) {
    guard let hash = description.lastIndex(of: "#"), hash != description.startIndex,
      let line = Int(description[description.index(after: hash)...]), line >= 1
    else { return nil }
    self.init(shard: String(description[..<hash]), line: line)
  }

  public var description: String { "\(shard)#\(line)" }
}
