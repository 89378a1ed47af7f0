internal import SluiceCore

/// A batch's texts at addresses that hold still while its rows are hashed and stored: ids in the
/// arena, sources and rules packed once.
struct BatchTexts {
  private let arena: UnsafeBufferPointer<UInt8>
  private let sources: [UnsafeBufferPointer<UInt8>]
  private let rules: [UnsafeBufferPointer<UInt8>]

  /// The texts are valid inside the closure only.
  static func with<T>(_ batch: DecisionBatch, _ body: (BatchTexts) throws -> T) rethrows -> T {
    try batch.arena.withUnsafeBufferPointer { arena in
      let names = batch.sources.map(\.text) + batch.rules
      var packed: [UInt8] = []
      for name in names { packed.append(contentsOf: name.utf8) }
      return try packed.withUnsafeBufferPointer { packed in
        var start = 0
        let pieces = names.map { name in
          defer { start += name.utf8.count }
          return UnsafeBufferPointer(rebasing: packed[start..<start + name.utf8.count])
        }
        return try body(
          BatchTexts(
            arena: arena, sources: Array(pieces.prefix(batch.sources.count)),
            rules: Array(pieces.dropFirst(batch.sources.count))))
      }
    }
  }

  @inline(__always)
  func id(_ row: DecisionBatch.Row) -> UnsafeBufferPointer<UInt8>? {
    guard row.idLength >= 0 else { return nil }
    return UnsafeBufferPointer(rebasing: arena[Int(row.idStart)..<Int(row.idStart) + Int(row.idLength)])
  }

  @inline(__always)
  func source(_ index: Int32) -> UnsafeBufferPointer<UInt8> { sources[Int(index)] }

  @inline(__always)
  func rule(_ index: UInt16) -> UnsafeBufferPointer<UInt8> { rules[Int(index)] }
}
