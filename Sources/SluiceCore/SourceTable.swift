/// Numbers names in order of first appearance. A name is looked for among the latest few, then in a hash table, so a
/// batch costs the same per document whether its documents share one source or have one each.
struct SourceTable: Sendable {
  private(set) var names: [Name] = []
  /// Open addressing: numbers of names plus 1, at the place that the name's hash gives or after it; 0 where free. Made
  /// when there are more names than are compared one by one, and kept at most half full.
  private var slots: [Int32] = []
  private static let compared = 8

  /// The number of a name, adding it if it is new.
  mutating func index(of name: UnsafeBufferPointer<UInt8>) -> Int32 {
    for index in names.indices.suffix(Self.compared).reversed() where isName(index, name) { return Int32(index) }
    if names.count <= Self.compared { return append(name) }
    if slots.count < 2 * (names.count + 1) { grow() }
    var place = Self.hash(name) & (slots.count - 1)
    while slots[place] != 0 {
      let index = Int(slots[place] - 1)
      if isName(index, name) { return Int32(index) }
      place = (place + 1) & (slots.count - 1)
    }
    slots[place] = Int32(names.count + 1)
    return append(name)
  }

  private mutating func append(_ name: UnsafeBufferPointer<UInt8>) -> Int32 {
    names.append(Name(String(decoding: name, as: UTF8.self)))
    return Int32(names.count - 1)
  }

  private func isName(_ index: Int, _ name: UnsafeBufferPointer<UInt8>) -> Bool {
    let utf8 = names[index].text.utf8
    return utf8.withContiguousStorageIfAvailable { $0.elementsEqual(name) } ?? utf8.elementsEqual(name)
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: max(64, 2 * slots.count))
    for index in names.indices {
      var name = names[index].text
      var place = name.withUTF8 { Self.hash($0) } & (slots.count - 1)
      while slots[place] != 0 { place = (place + 1) & (slots.count - 1) }
      slots[place] = Int32(index + 1)
    }
  }

  /// FNV-1a, its high bits folded into the low ones that choose the place.
  private static func hash(_ name: UnsafeBufferPointer<UInt8>) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in name { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return Int(truncatingIfNeeded: hash ^ hash >> 32)
  }
}
