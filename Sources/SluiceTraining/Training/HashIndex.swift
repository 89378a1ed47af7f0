/// A map from feature hashes to consecutive numbers, in order of first appearance.
struct HashIndex {
  private var keys: [UInt64]
  private var values: [Int32]
  private(set) var hashes: [UInt64] = []

  init(capacity: Int = 1 << 16) {
    var size = 1 << 10
    while size < capacity * 2 { size <<= 1 }
    keys = Array(repeating: 0, count: size)
    values = Array(repeating: -1, count: size)
  }

  var count: Int { hashes.count }

  /// The number of a hash; -1 if it has none.
  func find(_ hash: UInt64) -> Int32 {
    var slot = Int(hash & UInt64(keys.count - 1))
    while values[slot] >= 0 {
      if keys[slot] == hash { return values[slot] }
      slot = (slot + 1) & (keys.count - 1)
    }
    return -1
  }

  /// The number of a hash, given out now if it has none.
  mutating func insert(_ hash: UInt64) -> Int32 {
    if hashes.count * 2 >= keys.count { grow() }
    var slot = Int(hash & UInt64(keys.count - 1))
    while values[slot] >= 0 {
      if keys[slot] == hash { return values[slot] }
      slot = (slot + 1) & (keys.count - 1)
    }
    keys[slot] = hash
    values[slot] = Int32(hashes.count)
    hashes.append(hash)
    return values[slot]
  }

  private mutating func grow() {
    let size = keys.count * 2
    keys = Array(repeating: 0, count: size)
    values = Array(repeating: -1, count: size)
    for (number, hash) in hashes.enumerated() {
      var slot = Int(hash & UInt64(size - 1))
      while values[slot] >= 0 { slot = (slot + 1) & (size - 1) }
      keys[slot] = hash
      values[slot] = Int32(number)
    }
  }
}
