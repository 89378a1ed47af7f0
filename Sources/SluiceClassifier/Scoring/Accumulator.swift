internal import CKernels

/// Looks tokens up and adds their rows. Scratch of one worker.
final class Accumulator {
  let table: FeatureTable
  private let lookup: UnsafeMutablePointer<sluice_table>
  private var previous: UInt64 = 0
  private let unknown: UnknownWords
  private let rows = UnsafeMutablePointer<UInt32>.allocate(capacity: TokenBlock.capacity)

  /// Words of the document so far that the table knows, and those among the commonest.
  private(set) var knownWords = 0
  private(set) var commonWords = 0

  init(_ table: FeatureTable) {
    self.table = table
    // What it points to is valid for as long as `table`.
    lookup = .allocate(capacity: 1)
    lookup.initialize(to: table.lookup)
    unknown = UnknownWords(lookup)
  }

  deinit {
    lookup.deallocate()
    rows.deallocate()
  }

  /// Begins a document.
  func begin() {
    previous = 0
    knownWords = 0
    commonWords = 0
  }

  /// Writes the sums of the rows of a block's tokens, ``FeatureTable/width`` columns.
  func sum(_ block: TokenBlock, of text: UnsafeBufferPointer<UInt8>, to sums: UnsafeMutablePointer<Int32>) {
    sluice_sum_block(lookup, block.tokens.pointee.hashes, block.count, previous, rows, sums)
    guard block.count > 0 else { return }
    previous = block.hash(block.count - 1)
    var (known, common) = (0, 0)
    var spelled = block.spelled
    while spelled != 0 {
      let token = spelled.trailingZeroBitCount
      spelled &= spelled - 1
      let row = rows[token]
      known += row != 0 ? 1 : 0
      common += row != 0 && row <= table.commonRows ? 1 : 0
      if row == 0 { unknown.add(block, token, of: text, to: sums) }
    }
    knownWords += known
    commonWords += common
  }

  /// What one token adds to each column, in steps of the table.
  func weights(of token: Int, in block: TokenBlock, of text: UnsafeBufferPointer<UInt8>) -> [Float] {
    let row = table.row(ofToken: block.hash(token))
    if row != 0 { return weights(ofRow: row) }
    var sums = [Int32](repeating: 0, count: FeatureTable.width)
    if block.spelled >> UInt64(token) & 1 == 1 { unknown.add(block, token, of: text, to: &sums) }
    return sums.map { Float($0) }
  }

  /// What two tokens in a row add besides themselves; nil if the table does not know the pair.
  func weights(ofPair first: UInt64, _ second: UInt64) -> [Float]? {
    let row = table.row(ofPair: first, second)
    return row == 0 ? nil : weights(ofRow: row)
  }

  private func weights(ofRow row: Int) -> [Float] {
    (0..<FeatureTable.width).map { Float(table.rows[row * FeatureTable.width + $0]) }
  }
}
