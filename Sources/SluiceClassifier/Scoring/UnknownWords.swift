internal import CKernels

/// Words the table does not know: the sums of their stretches, which it may. Names recur within a
/// document, so the latest are remembered; what is remembered is a function of the word alone.
final class UnknownWords {
  private static let slots = 1 << 11
  private static let width = FeatureTable.width
  /// Stretches of the longest word looked at: at most three begin at each letter and its two ends.
  private static let most = 3 * (Subwords.reach + 2)

  private let index: UnsafePointer<UInt32>
  private let table: UnsafePointer<Int8>
  private let shift: UInt32
  private let keys = UnsafeMutablePointer<UInt64>.allocate(capacity: slots)
  private let remembered = UnsafeMutablePointer<Int8>.allocate(capacity: slots * width)
  private let hashes = UnsafeMutablePointer<UInt64>.allocate(capacity: most)
  private let rows = UnsafeMutablePointer<UInt32>.allocate(capacity: most)
  private let sums = UnsafeMutablePointer<Int32>.allocate(capacity: width)

  init(index: UnsafePointer<UInt32>, rows table: UnsafePointer<Int8>, shift: UInt32) {
    self.index = index
    self.table = table
    self.shift = shift
    keys.initialize(repeating: 0, count: Self.slots)
    remembered.initialize(repeating: 0, count: Self.slots * Self.width)
  }

  deinit {
    keys.deallocate()
    remembered.deallocate()
    hashes.deallocate()
    rows.deallocate()
    sums.deallocate()
  }

  /// Adds what a word's stretches say, each column limited to a row's range.
  func add(
    _ block: TokenBlock, _ token: Int, of text: UnsafeBufferPointer<UInt8>, to total: UnsafeMutablePointer<Int32>
  ) {
    let key = block.hashes[token]
    let slot = Int(key & UInt64(Self.slots - 1))
    let row = remembered + slot * Self.width
    if keys[slot] != key {
      keys[slot] = key
      var count = 0
      block.withSpelling(token, of: text) { word in
        Subwords.forEach(in: word) { hash in
          hashes[count] = hash
          count += 1
        }
      }
      sluice_find_rows(index, shift, table, hashes, count, rows)
      sluice_sum_rows(table, rows, count, sums)
      for column in 0..<Self.width { row[column] = Int8(max(-127, min(127, sums[column]))) }
    }
    for column in 0..<Self.width { total[column] += Int32(row[column]) }
  }
}
