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
  typealias Wide = SIMD32<Int16>
  private let table: FeatureTable
  let indexBase: UnsafePointer<UInt32>
  private let rowsBase: UnsafePointer<Int8>
  let shift: UInt64
  private var previous: UInt64 = 0
  private let wordRows = UnsafeMutablePointer<Int>.allocate(capacity: TokenBlock.capacity)
  private let pairRows = UnsafeMutablePointer<Int>.allocate(capacity: TokenBlock.capacity)

  /// Words of the document so far that the table knows, and those among the commonest.
  private(set) var knownWords = 0
  private(set) var commonWords = 0

  init(_ table: FeatureTable) {
    self.table = table
    // Valid for as long as `table` holds the tensors.
    indexBase = table.index.unsafeBuffer.baseAddress!
    rowsBase = table.rows.unsafeBuffer.baseAddress!
    shift = table.shift
  }

  deinit {
    wordRows.deallocate()
    pairRows.deallocate()
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
    guard block.count > 0 else { return result }
    var before = previous
    for token in 0..<block.count {
      let hash = block.hashes[token]
      wordRows[token] = FeatureTable.find(hash, indexBase, shift: shift)
      pairRows[token] = before == 0 ? 0 : FeatureTable.find(FeatureHash.pair(before, hash), indexBase, shift: shift)
      before = hash
    }
    previous = before
    // 64 tokens of two rows and bytes of at most 127 stay below 2^15.
    var low = SIMD16<Int16>.zero
    var high = SIMD16<Int16>.zero
    for token in 0..<block.count {
      let row = wordRows[token]
      if row == 0 {
        block.withSpelling(token, of: text) { word in addUnknown(word, &low, &high) }
      } else {
        add(row, &low, &high)
        if block.spellingLengths[token] >= 0 {
          knownWords += 1
          if row <= table.commonRows { commonWords += 1 }
        }
      }
      if pairRows[token] != 0 { add(pairRows[token], &low, &high) }
    }
    result.sums.0 = SIMD16<Int32>(truncatingIfNeeded: low)
    result.sums.1 = SIMD16<Int32>(truncatingIfNeeded: high)
    result.tokens = block.count
    result.words = block.words
    result.shouted = block.shouted
    result.start = block.starts[0]
    result.end = block.ends[block.count - 1]
    return result
  }

  @inline(__always)
  func add(_ row: Int, _ low: inout SIMD16<Int16>, _ high: inout SIMD16<Int16>) {
    let bytes = UnsafeRawPointer(rowsBase + row * FeatureTable.width)
    low &+= SIMD16<Int16>(truncatingIfNeeded: bytes.loadUnaligned(as: SIMD16<Int8>.self))
    high &+= SIMD16<Int16>(truncatingIfNeeded: bytes.loadUnaligned(fromByteOffset: 16, as: SIMD16<Int8>.self))
  }

  /// A word the table does not know is the sum of its stretches.
  func addUnknown(
    _ word: UnsafeBufferPointer<UInt8>, _ low: inout SIMD16<Int16>, _ high: inout SIMD16<Int16>
  ) {
    var a = SIMD16<Int16>.zero
    var b = SIMD16<Int16>.zero
    Subwords.forEach(in: word) { hash in
      let row = FeatureTable.find(hash, indexBase, shift: shift)
      if row != 0 { add(row, &a, &b) }
    }
    let limit = SIMD16<Int16>(repeating: 127)
    let floor = SIMD16<Int16>(repeating: -127)
    low &+= a.clamped(lowerBound: floor, upperBound: limit)
    high &+= b.clamped(lowerBound: floor, upperBound: limit)
  }
}
