internal import CKernels

/// Words the table does not know: the sums of their character n-grams, which it may. Names recur within a
/// document, so the latest are remembered; what is remembered is a function of the word alone.
final class UnknownWords {
  private static let slots = 1 << 13
  private static let width = FeatureTable.width

  private let lookup: UnsafePointer<sluice_table>
  private let keys = UnsafeMutablePointer<UInt64>.allocate(capacity: slots)
  private let remembered = UnsafeMutablePointer<Int8>.allocate(capacity: slots * width)

  init(_ lookup: UnsafePointer<sluice_table>) {
    self.lookup = lookup
    keys.initialize(repeating: 0, count: Self.slots)
    remembered.initialize(repeating: 0, count: Self.slots * Self.width)
  }

  deinit {
    keys.deallocate()
    remembered.deallocate()
  }

  /// Adds what a word's character n-grams say.
  func add(
    _ block: TokenBlock, _ token: Int, of text: UnsafeBufferPointer<UInt8>, to sums: UnsafeMutablePointer<Int32>
  ) {
    let key = block.hash(token)
    let slot = Int(key & UInt64(Self.slots - 1))
    let row = remembered + slot * Self.width
    if keys[slot] != key {
      keys[slot] = key
      block.withSpelling(token, of: text) { sluice_sum_ngrams(lookup, $0.baseAddress, $0.count, row) }
    }
    sluice_add_row(row, sums)
  }
}
