/// The shipped table: an index from feature hashes to rows, and a row of column weights for each.
///
///     index  u32 × 2^k   0: empty; else the hash's low 14 bits above an 18-bit row number
///     rows   i8 × 32     weights in units of their column's scale; row 0 is all zero
///
/// Rows are sorted by how often training texts hold their feature, words first, so that what is
/// used together lies together.
struct FeatureTable: Sendable {
  static let rowBits: UInt32 = 18
  static let mostRows = 1 << Int(rowBits)
  static let width = Column.count

  let index: Tensor<UInt32>
  let rows: Tensor<Int8>
  let shift: UInt64
  /// Rows below this one belong to the commonest words.
  let commonRows: Int

  init(index: Tensor<UInt32>, rows: Tensor<Int8>, commonRows: Int, path: String) throws(ModelFileError) {
    let slots = index.count
    guard slots >= 2, slots & (slots - 1) == 0, slots <= 1 << 24 else {
      throw ModelFileError(path: path, .malformed("the index has \(slots) slots, which is no power of two"))
    }
    let rowCount = rows.shape[0]
    guard rowCount > 0, rowCount <= Self.mostRows else {
      throw ModelFileError(path: path, .malformed("the table has \(rowCount) rows"))
    }
    var hasEmptySlot = false
    for slot in index.unsafeBuffer {
      if slot == 0 { hasEmptySlot = true }
      guard Int(slot & UInt32(Self.mostRows - 1)) < rowCount else {
        throw ModelFileError(path: path, .malformed("the index names a row that is not there"))
      }
    }
    // Without one, looking up an unknown feature would never end.
    guard hasEmptySlot else { throw ModelFileError(path: path, .malformed("the index has no empty slot")) }
    self.index = index
    self.rows = rows
    self.commonRows = commonRows
    shift = UInt64(64 - slots.trailingZeroBitCount)
  }

  /// Row of a feature; 0 if the table has none.
  @inline(__always)
  static func find(_ hash: UInt64, _ index: UnsafePointer<UInt32>, shift: UInt64) -> Int {
    let tag = UInt32(truncatingIfNeeded: hash) << rowBits
    let mask = UInt64.max >> shift
    var slot = hash >> shift
    while true {
      let entry = index[Int(slot)]
      if entry == 0 { return 0 }
      if (entry ^ tag) >> rowBits == 0 { return Int(entry & UInt32(mostRows - 1)) }
      slot = (slot &+ 1) & mask
    }
  }

  /// Builds an index of hashes; number i becomes row i + 1.
  static func makeIndex(_ hashes: [UInt64]) -> [UInt32] {
    precondition(hashes.count < mostRows, "too many rows")
    var slots = 1 << 10
    while slots * 3 < hashes.count * 5 { slots <<= 1 }
    let shift = UInt64(64 - slots.trailingZeroBitCount)
    var index = [UInt32](repeating: 0, count: slots)
    for (number, hash) in hashes.enumerated() {
      var slot = Int(hash >> shift)
      while index[slot] != 0 { slot = (slot + 1) & (slots - 1) }
      index[slot] = UInt32(truncatingIfNeeded: hash) << rowBits | UInt32(number + 1)
    }
    return index
  }
}
