/// An immutable set of byte strings. Looking one up allocates nothing and compares bytes, so a hash
/// collision never makes a match.
struct ByteSet: Sendable {
  private var arena: [UInt8] = []
  private var ends: [Int] = []
  /// Index of an entry plus one; 0 is empty. The count is a power of two, at most half full.
  private var slots: [UInt32]

  var count: Int { ends.count }
  var isEmpty: Bool { ends.isEmpty }

  /// Repeated entries count once.
  init(_ entries: some Collection<ArraySlice<UInt8>>) {
    var size = 16
    while size < entries.count * 2 { size *= 2 }
    slots = [UInt32](repeating: 0, count: size)
    for entry in entries { entry.withUnsafeBufferPointer { insert($0) } }
  }

  private mutating func insert(_ entry: UnsafeBufferPointer<UInt8>) {
    var slot = Self.hash(entry) & (slots.count - 1)
    while slots[slot] != 0 {
      if isEqual(Int(slots[slot]) - 1, entry) { return }
      slot = (slot + 1) & (slots.count - 1)
    }
    arena.append(contentsOf: entry)
    ends.append(arena.count)
    slots[slot] = UInt32(ends.count)
  }

  func contains(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var slot = Self.hash(bytes) & (slots.count - 1)
    while slots[slot] != 0 {
      if isEqual(Int(slots[slot]) - 1, bytes) { return true }
      slot = (slot + 1) & (slots.count - 1)
    }
    return false
  }

  private func isEqual(_ index: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = index == 0 ? 0 : ends[index - 1]
    guard ends[index] - start == bytes.count else { return false }
    for k in 0..<bytes.count where arena[start + k] != bytes[k] { return false }
    return true
  }

  /// FNV-1a with its high half folded in.
  private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var h: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { h = (h ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return Int(truncatingIfNeeded: h ^ h >> 32)
  }
}
