import CKernelReferences
import CKernels
import SluiceCore
import Testing

/// A table of random features, with what its pointers point to.
private final class RandomTable {
  let words: [UInt64]
  let pairs: [UInt64]
  let letters: [[UInt8]]
  private(set) var lookup: sluice_table
  private let rows: UnsafeMutablePointer<Int8>

  init(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let slots = 1 << 12
    let rowCount = 1200
    rows = .allocate(capacity: rowCount * Int(SLUICE_ROW_WIDTH))
    for index in 0..<rowCount * Int(SLUICE_ROW_WIDTH) {
      rows[index] = index < SLUICE_ROW_WIDTH ? 0 : Int8.random(in: -127...127, using: &random)
    }
    func zeros<Element: FixedWidthInteger>(_ count: Int) -> UnsafeMutablePointer<Element> {
      let memory = UnsafeMutableRawPointer.allocate(byteCount: count * MemoryLayout<Element>.stride, alignment: 64)
      return memory.initializeMemory(as: Element.self, repeating: 0, count: count)
    }
    lookup = sluice_table(
      hot: zeros(Int(SLUICE_HOT_ENTRIES) << SLUICE_HOT_BITS), index: zeros(slots), index_shift: 64 - 12,
      pairs: zeros(1 << SLUICE_FILTER_BITS), ngrams: zeros(1 << SLUICE_FILTER_BITS), rows: rows)
    // Half of the words crowd into one bucket, so that some have to go to the index.
    let words = (0..<400).map { _ in Bool.random(using: &random) ? random.next() : random.next() >> 20 }
    let pairs = (0..<400).map { _ in
      sluice_hash_pair(words.randomElement(using: &random)!, words.randomElement(using: &random)!)
    }
    let letters = (0..<60).map { _ in
      (0..<Int.random(in: 1...30, using: &random)).map { _ in UInt8.random(in: 97...101, using: &random) }
    }
    (self.words, self.pairs, self.letters) = (words, pairs, letters)
    var row: UInt32 = 1
    for hash in words {
      #expect(sluice_enter_word(&lookup, hash, row))
      row += 1
    }
    for hash in pairs {
      #expect(sluice_enter_pair(&lookup, hash, row))
      row += 1
    }
    for hash in letters.flatMap(Self.ngrams).prefix(rowCount - Int(row)) {
      #expect(sluice_enter_ngram(&lookup, hash, row))
      row += 1
    }
  }

  private static func ngrams(_ letters: [UInt8]) -> [UInt64] {
    [UInt64](unsafeUninitializedCapacity: Int(SLUICE_MOST_NGRAMS)) {
      $1 = sluice_hash_ngrams(letters, letters.count, $0.baseAddress)
    }
  }

  deinit {
    rows.deallocate()
    lookup.hot.deallocate()
    lookup.index.deallocate()
    lookup.pairs.deallocate()
    lookup.ngrams.deallocate()
  }
}

struct RowKernelTests {
  @Test func whatWasEnteredIsFoundAndAllElseAsInTheReference() {
    let table = RandomTable(seed: 1)
    var random = SplitMix64(seed: 2)
    var lookup = table.lookup
    for hash in table.words { #expect(sluice_find_word(&lookup, hash) != 0) }
    for hash in table.pairs { #expect(sluice_find_pair(&lookup, hash) != 0) }
    // Few bits differ from an entered hash: the tag or the slot is the same.
    let near = table.words.map { $0 ^ 1 << UInt64.random(in: 0..<64, using: &random) }
    for hash in table.words + table.pairs + near + (0..<20_000).map({ _ in random.next() }) {
      #expect(sluice_find_word(&lookup, hash) == Kernels.reference.find_word(&lookup, hash))
      #expect(sluice_find_pair(&lookup, hash) == Kernels.reference.find_pair(&lookup, hash))
    }
  }

  @Test func everyVariantSumsBlocksAsTheReference() {
    let table = RandomTable(seed: 3)
    var random = SplitMix64(seed: 4)
    var lookup = table.lookup
    for round in 0..<300 {
      let count = round < 70 ? round % 65 : Int.random(in: 0...64, using: &random)
      let hashes = (0..<count).map { _ in
        Int.random(in: 0..<4, using: &random) == 0 ? random.next() : table.words.randomElement(using: &random)!
      }
      let previous = round % 3 == 0 ? 0 : table.words.randomElement(using: &random)!
      func sum(_ set: kernel_set) -> (rows: [UInt32], sums: [Int32]) {
        var rows = [UInt32](repeating: 9, count: 65)
        var sums = [Int32](repeating: 9, count: Int(SLUICE_ROW_WIDTH))
        set.sum_block(&lookup, hashes, count, previous, &rows, &sums)
        return (rows, sums)
      }
      let expected = sum(Kernels.reference)
      for set in Kernels.variants { #expect(sum(set) == expected, "\(Kernels.name(set)), round \(round)") }
    }
  }

  @Test func everyVariantSumsNgramsAsTheReference() throws {
    let table = RandomTable(seed: 5)
    var lookup = table.lookup
    let memory = try GuardedMemory(capacity: 64)
    for letters in table.letters + [[], Array("unknown".utf8)] {
      memory.atBothEdges(letters) { word in
        func sum(_ set: kernel_set) -> [Int8] {
          var row = [Int8](repeating: 9, count: Int(SLUICE_ROW_WIDTH))
          set.sum_ngrams(&lookup, word.baseAddress, word.count, &row)
          return row
        }
        for set in Kernels.variants { #expect(sum(set) == sum(Kernels.reference), "\(Kernels.name(set))") }
      }
    }
  }

  @Test func everyVariantAddsARow() {
    var random = SplitMix64(seed: 6)
    let row = (0..<Int(SLUICE_ROW_WIDTH)).map { _ in Int8.random(in: .min ... .max, using: &random) }
    for set in Kernels.variants {
      var sums = (0..<Int32(SLUICE_ROW_WIDTH)).map { $0 * 1000 }
      set.add_row(row, &sums)
      #expect(sums == row.enumerated().map { Int32($0 * 1000) + Int32($1) }, "\(Kernels.name(set))")
    }
  }
}
