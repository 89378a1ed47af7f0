/// Which n-gram buckets a quantized model kept, and in which row.
final class FastTextPruning: Sendable {
  /// Number of kept rows.
  let count: Int
  private let slots: FastTextMemory<UInt64>
  private let mask: Int

  /// Reads `count` pairs of i32, bucket and row.
  ///
  /// - Throws: ``ModelFileError`` if a row is not in `0..<count`.
  init(_ cursor: inout ByteCursor, count: Int64) throws(ModelFileError) {
    let start = cursor.position
    let pairs = try cursor.take(Int(clamping: count), width: 8, "the prune table")
    self.count = pairs.count / 8
    var capacity = 16
    while capacity < 2 * self.count { capacity *= 2 }
    slots = FastTextMemory(zeroed: capacity)
    mask = capacity - 1
    for index in 0..<self.count {
      let bucket = Int32(littleEndian: pairs.loadUnaligned(fromByteOffset: index * 8, as: Int32.self))
      let row = Int32(littleEndian: pairs.loadUnaligned(fromByteOffset: index * 8 + 4, as: Int32.self))
      guard row >= 0, Int(row) < self.count else {
        throw cursor.malformed("the prune table names row \(row) of \(self.count)", at: start + index * 8)
      }
      guard bucket >= 0 else { continue }  // no hash is negative
      let slot = slot(of: UInt32(bucket))
      slots.base[slot] = (UInt64(bucket) + 1) << 32 | UInt64(row)
    }
  }

  /// The row a bucket was kept in, or -1.
  @inline(__always)
  func row(of bucket: UInt32) -> Int {
    let value = slots.base[slot(of: bucket)]
    return value == 0 ? -1 : Int(value & 0xFFFF_FFFF)
  }

  /// Where the bucket is, or the empty slot where it would go.
  @inline(__always)
  private func slot(of bucket: UInt32) -> Int {
    var slot = Int((bucket &* 2_654_435_769) >> 7) & mask
    while slots.base[slot] != 0, slots.base[slot] >> 32 != UInt64(bucket) + 1 { slot = (slot + 1) & mask }
    return slot
  }
}
