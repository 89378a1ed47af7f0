#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The words and labels of a model, found by their bytes.
///
/// File layout: entries, words, labels as i32; tokens and prune size as i64; then an entry each:
/// bytes, a zero byte, count as i64, type as u8 (0 word, 1 label), words first; then prune size
/// pairs of i32, bucket and row. A prune size of -1 means that nothing was pruned.
final class FastTextDictionary: @unchecked Sendable {
  // Invariant for Sendable: nothing changes after init; the pointers are into retained memory.
  let words: Int
  let labels: [String]
  /// How often each label occurred in training, which shapes the tree of hierarchical softmax.
  let labelCounts: [Int]
  /// The row of the end-of-sentence token, or -1.
  let endOfSentence: Int
  let pruning: FastTextPruning?

  private let region: MemoryRegion
  private let text: UnsafePointer<UInt8>
  private let entries: FastTextMemory<Entry>
  private let slots: FastTextMemory<UInt64>
  private let slotMask: Int

  private struct Entry: BitwiseCopyable {
    var offset: Int
    var count: Int
  }

  static let endToken: StaticString = "</s>"

  init(_ cursor: inout ByteCursor, region: MemoryRegion) throws(ModelFileError) {
    // An entry takes at least ten bytes, which bounds every allocation below by the file's size.
    let most = cursor.remaining / 10
    let size = try cursor.count("the dictionary size", as: Int32.self, in: 1...max(1, most))
    words = try cursor.count("the number of words", as: Int32.self, in: 0...size)
    let labelCount = try cursor.count("the number of labels", as: Int32.self, in: 1...size)
    guard words + labelCount == size else { throw cursor.malformed("words and labels do not add up") }
    _ = try cursor.integer("the number of tokens", as: Int64.self)
    let pruned: Int64 = try cursor.integer("the prune size")

    entries = FastTextMemory(zeroed: size)
    var capacity = 16
    while capacity < 2 * size { capacity *= 2 }
    slots = FastTextMemory(zeroed: capacity)
    slotMask = capacity - 1
    text = region.bytes.baseAddress!.assumingMemoryBound(to: UInt8.self)
    self.region = region

    var names: [String] = []
    var counts: [Int] = []
    for index in 0..<size {
      let start = cursor.position
      let range = try cursor.terminated("a dictionary entry")
      let count: Int64 = try cursor.integer("a word count")
      let type: UInt8 = try cursor.integer("an entry type")
      guard type == (index < words ? 0 : 1) else {
        throw cursor.malformed("dictionary entry \(index) is of type \(type), out of order", at: start)
      }
      entries.base[index] = Entry(offset: range.lowerBound, count: range.count)
      if index >= words {
        names.append(String(decoding: region.bytes[range], as: UTF8.self))
        counts.append(Int(count))
      }
      Self.insert(index, in: slots.base, mask: slotMask, entries: entries.base, text: text)
    }
    labels = names
    labelCounts = counts
    pruning = pruned < 0 ? nil : try FastTextPruning(&cursor, count: pruned)
    let end = UnsafeBufferPointer(start: Self.endToken.utf8Start, count: Self.endToken.utf8CodeUnitCount)
    endOfSentence = Self.find(
      end, hash: Self.hash(end), in: slots.base, mask: slotMask, entries: entries.base, text: text)
  }

  /// The bytes of a word or label.
  func bytes(of index: Int) -> UnsafeBufferPointer<UInt8> {
    let entry = entries.base[index]
    return UnsafeBufferPointer(start: text + entry.offset, count: entry.count)
  }

  /// The row of a word, the index of a label (at or above ``words``), or -1.
  @inline(__always)
  func find(_ token: UnsafeBufferPointer<UInt8>, hash: UInt32) -> Int {
    Self.find(token, hash: hash, in: slots.base, mask: slotMask, entries: entries.base, text: text)
  }

  /// FNV-1a with 32 bits over *signed* bytes, as the reference computes it.
  @inline(__always)
  static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
    var hash: UInt32 = 2_166_136_261
    for byte in bytes { hash = extend(hash, byte) }
    return hash
  }

  @inline(__always)
  static func extend(_ hash: UInt32, _ byte: UInt8) -> UInt32 {
    (hash ^ UInt32(bitPattern: Int32(Int8(bitPattern: byte)))) &* 16_777_619
  }

  /// Slots hold the hash above and the index plus one below; zero is empty. A word that is there
  /// twice is found at its last place, as in the reference.
  private static func insert(
    _ index: Int, in slots: UnsafeMutablePointer<UInt64>, mask: Int, entries: UnsafeMutablePointer<Entry>,
    text: UnsafePointer<UInt8>
  ) {
    let entry = entries[index]
    let token = UnsafeBufferPointer(start: text + entry.offset, count: entry.count)
    let hash = hash(token)
    var slot = Int(spread(hash)) & mask
    while slots[slot] != 0, !matches(slots[slot], token, hash, entries, text) { slot = (slot + 1) & mask }
    slots[slot] = UInt64(hash) << 32 | UInt64(index + 1)
  }

  @inline(__always)
  private static func find(
    _ token: UnsafeBufferPointer<UInt8>, hash: UInt32, in slots: UnsafeMutablePointer<UInt64>, mask: Int,
    entries: UnsafeMutablePointer<Entry>, text: UnsafePointer<UInt8>
  ) -> Int {
    var slot = Int(spread(hash)) & mask
    while slots[slot] != 0 {
      if matches(slots[slot], token, hash, entries, text) { return Int(slots[slot] & 0xFFFF_FFFF) - 1 }
      slot = (slot + 1) & mask
    }
    return -1
  }

  @inline(__always)
  private static func matches(
    _ slot: UInt64, _ token: UnsafeBufferPointer<UInt8>, _ hash: UInt32, _ entries: UnsafeMutablePointer<Entry>,
    _ text: UnsafePointer<UInt8>
  ) -> Bool {
    guard UInt32(truncatingIfNeeded: slot >> 32) == hash else { return false }
    let entry = entries[Int(slot & 0xFFFF_FFFF) - 1]
    return entry.count == token.count
      && (token.isEmpty || memcmp(text + entry.offset, token.baseAddress!, token.count) == 0)
  }

  /// FNV's low bits alone cluster in a table of a power of two.
  @inline(__always)
  private static func spread(_ hash: UInt32) -> UInt32 { hash ^ (hash >> 15) }
}
