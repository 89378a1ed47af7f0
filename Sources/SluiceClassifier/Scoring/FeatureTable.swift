internal import CKernels

/// The table of a model: a hash for each feature and a row of column weights.
///
///     hashes  u64        number i is that of row i + 1; words first, then pairs, then
///                    character n-grams
///     rows    i8 × 32    weights in units of their column's scale; row 0 is all zero
///
/// Words and pairs are sorted by how often training texts hold them, so that what is used together is stored together.
/// How rows are found again is worked out here, when a model is loaded (see CKernels.h).
final class FeatureTable: @unchecked Sendable {
  // Invariant for Sendable: nothing is written after init; the rows' memory is retained.
  static let mostRows = 1 << SLUICE_ROW_BITS
  static let width = Column.count

  /// Rows below this one belong to the commonest words.
  let commonRows: Int
  let rows: Tensor<Int8>
  let lookup: sluice_table

  /// - Parameters:
  ///   - words: how many of the hashes are words.
  ///   - pairs: how many, after them, are pairs; the rest are character n-grams.
  init(
    hashes: Tensor<UInt64>, rows: Tensor<Int8>, words: Int, pairs: Int, commonRows: Int, path: String
  ) throws(ModelFileError) {
    let rowCount = rows.shape[0]
    guard rowCount > 0, rowCount <= Self.mostRows else {
      throw ModelFileError(path: path, .malformed("the table has \(rowCount) rows"))
    }
    guard hashes.count == rowCount - 1 else {
      throw ModelFileError(path: path, .malformed("\(hashes.count) hashes name \(rowCount) rows, less the first"))
    }
    guard words >= 0, pairs >= 0, words <= hashes.count, pairs <= hashes.count - words else {
      throw ModelFileError(
        path: path, .malformed("\(words) words and \(pairs) pairs are more than the \(hashes.count) features"))
    }
    self.rows = rows
    self.commonRows = commonRows
    // Two in five slots stay empty, so looking up an unknown feature ends soon.
    var slots = 1 << 10
    while slots * 3 < hashes.count * 5 { slots <<= 1 }
    var lookup = sluice_table(
      hot: Self.zeros(SLUICE_HOT_ENTRIES << SLUICE_HOT_BITS),
      index: Self.zeros(slots), index_shift: UInt32(64 - slots.trailingZeroBitCount),
      pairs: Self.zeros(1 << SLUICE_FILTER_BITS), ngrams: Self.zeros(1 << SLUICE_FILTER_BITS),
      rows: rows.unsafeBuffer.baseAddress)
    for (number, hash) in hashes.unsafeBuffer.enumerated() {
      let row = UInt32(number + 1)
      let isEntered =
        if number < words {
          sluice_enter_word(&lookup, hash, row)
        } else if number < words + pairs {
          sluice_enter_pair(&lookup, hash, row)
        } else {
          sluice_enter_ngram(&lookup, hash, row)
        }
      if !isEntered {
        Self.free(lookup)
        throw ModelFileError(path: path, .malformed("too many of its hashes are alike"))
      }
    }
    self.lookup = lookup
  }

  deinit { Self.free(lookup) }

  private static func free(_ lookup: sluice_table) {
    lookup.hot.deallocate()
    lookup.index.deallocate()
    lookup.pairs.deallocate()
    lookup.ngrams.deallocate()
  }

  private static func zeros<Element: FixedWidthInteger>(_ count: Int) -> UnsafeMutablePointer<Element> {
    let memory = UnsafeMutableRawPointer.allocate(byteCount: count * MemoryLayout<Element>.stride, alignment: 64)
    return memory.initializeMemory(as: Element.self, repeating: 0, count: count)
  }

  /// The row of a token or of a pair of tokens; 0 if the table has none.
  func row(ofToken hash: UInt64) -> Int { withUnsafePointer(to: lookup) { Int(sluice_find_word($0, hash)) } }
  func row(ofPair first: UInt64, _ second: UInt64) -> Int {
    withUnsafePointer(to: lookup) { Int(sluice_find_pair($0, sluice_hash_pair(first, second))) }
  }
}
