internal import CKernels

/// Column sums of one block of tokens, and where it lies.
struct BlockSums {
  var sums = (SIMD16<Int32>.zero, SIMD16<Int32>.zero)
  var tokens = 0
  var words = 0
  var shouted = 0
  /// Of the document's text.
  var start = 0
  var end = 0

  static func += (a: inout BlockSums, b: BlockSums) {
    if a.tokens == 0 { a.start = b.start }
    a.sums.0 &+= b.sums.0
    a.sums.1 &+= b.sums.1
    a.tokens += b.tokens
    a.words += b.words
    a.shouted += b.shouted
    a.end = b.end
  }
}

/// Looks tokens up and adds their rows. Scratch of one worker.
final class Accumulator {
  private let table: FeatureTable
  let indexBase: UnsafePointer<UInt32>
  let rowsBase: UnsafePointer<Int8>
  let shift: UInt32
  private var previous: UInt64 = 0
  let unknown: UnknownWords
  /// Hashes and rows of a block: its words, then its pairs.
  private let hashes = UnsafeMutablePointer<UInt64>.allocate(capacity: 2 * TokenBlock.capacity)
  private let rows = UnsafeMutablePointer<UInt32>.allocate(capacity: 2 * TokenBlock.capacity)
  let sums = UnsafeMutablePointer<Int32>.allocate(capacity: FeatureTable.width)

  /// Words of the document so far that the table knows, and those among the commonest.
  private(set) var knownWords = 0
  private(set) var commonWords = 0

  init(_ table: FeatureTable) {
    self.table = table
    // Valid for as long as `table` holds the tensors.
    indexBase = table.index.unsafeBuffer.baseAddress!
    rowsBase = table.rows.unsafeBuffer.baseAddress!
    shift = UInt32(table.shift)
    sums.initialize(repeating: 0, count: FeatureTable.width)
    unknown = UnknownWords(index: indexBase, rows: rowsBase, shift: shift)
  }

  deinit {
    hashes.deallocate()
    rows.deallocate()
    sums.deallocate()
  }

  /// Begins a document.
  func begin() {
    previous = 0
    knownWords = 0
    commonWords = 0
  }

  /// Sums the rows of a block's tokens.
  func sum(_ block: TokenBlock, of text: UnsafeBufferPointer<UInt8>) -> BlockSums {
    var result = BlockSums()
    let count = block.count
    guard count > 0 else { return result }
    hashes.update(from: block.hashes, count: count)
    // The first token of a document has nothing before it.
    let isFirst = previous == 0
    for token in 0..<count {
      hashes[count + token] = FeatureHash.pair(previous, block.hashes[token])
      previous = block.hashes[token]
    }
    sluice_find_rows(indexBase, shift, rowsBase, hashes, 2 * count, rows)
    if isFirst { rows[count] = 0 }
    sluice_sum_rows(rowsBase, rows, 2 * count, sums)
    for token in 0..<count where block.spellingLengths[token] >= 0 {
      let row = rows[token]
      if row == 0 {
        unknown.add(block, token, of: text, to: sums)
      } else {
        knownWords += 1
        if row <= table.commonRows { commonWords += 1 }
      }
    }
    let raw = UnsafeRawPointer(sums)
    result.sums.0 = raw.loadUnaligned(as: SIMD16<Int32>.self)
    result.sums.1 = raw.loadUnaligned(fromByteOffset: 64, as: SIMD16<Int32>.self)
    result.tokens = count
    result.words = block.words
    result.shouted = block.shouted
    result.start = block.starts[0]
    result.end = block.ends[count - 1]
    return result
  }
}
