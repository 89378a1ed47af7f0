import CKernelReferences
import CKernels
import SluiceCore
import Testing

struct HashKernelTests {
  @Test func wordsOfEveryLengthHashAsInTheReference() throws {
    let memory = try GuardedMemory(capacity: 256)
    var random = SplitMix64(seed: 1)
    for length in 0...200 {
      memory.atBothEdges((0..<length).map { _ in UInt8.random(in: .min ... .max, using: &random) }) { word in
        let reference = Kernels.reference.hash_word(word.baseAddress, length)
        #expect(sluice_hash_word(word.baseAddress, length) == reference, "\(length) bytes")
      }
    }
  }

  @Test func symbolsAndPairsHashAsInTheReference() {
    var random = SplitMix64(seed: 2)
    for _ in 0..<1000 {
      let (first, second) = (random.next(), random.next())
      let symbol = UInt32(truncatingIfNeeded: first)
      #expect(sluice_hash_symbol(symbol) == Kernels.reference.hash_symbol(symbol))
      #expect(sluice_hash_pair(first, second) == Kernels.reference.hash_pair(first, second))
    }
  }

  @Test func ngramsAreThoseOfTheReferenceInItsOrder() throws {
    let memory = try GuardedMemory(capacity: 256)
    var random = SplitMix64(seed: 3)
    for length in Array(0...60) + [255] {
      memory.atBothEdges((0..<length).map { _ in UInt8.random(in: 97...122, using: &random) }) { word in
        func hashes(_ set: kernel_set) -> [UInt64] {
          [UInt64](unsafeUninitializedCapacity: Int(SLUICE_MOST_NGRAMS)) {
            $1 = set.hash_ngrams(word.baseAddress, length, $0.baseAddress)
          }
        }
        #expect(hashes(Kernels.variants[0]) == hashes(Kernels.reference), "\(length) letters")
      }
    }
  }
}
