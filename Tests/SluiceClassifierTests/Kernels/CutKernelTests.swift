import CKernelReferences
import CKernels
import SluiceCore
import Testing

/// Tokens of a block, as values.
private struct Tokens: Equatable {
  var hashes: [UInt64] = []
  var starts: [Int] = []
  var ends: [Int] = []
  var words: UInt64 = 0
  var allCaps: UInt64 = 0
}

struct CutKernelTests {
  /// Cuts a text as the tokenizer does: what a careful reader would take is stepped over, what may be spaced or
  /// disguised is taken as it is.
  ///
  /// - Returns: the tokens of each block, the reasons to stop and the places.
  private static func cut(
    _ text: UnsafeBufferPointer<UInt8>, with set: kernel_set, seed: UInt64
  ) -> (blocks: [Tokens], stops: [UInt32], places: [Int]) {
    var random = SplitMix64(seed: seed)
    var hashes = [UInt64](repeating: 0, count: Int(SLUICE_BLOCK))
    var starts = [Int](repeating: 0, count: hashes.count)
    var ends = starts
    var found: (blocks: [Tokens], stops: [UInt32], places: [Int]) = ([], [], [])
    hashes.withUnsafeMutableBufferPointer { hashes in
      starts.withUnsafeMutableBufferPointer { starts in
        ends.withUnsafeMutableBufferPointer { ends in
          var tokens = sluice_tokens(
            hashes: hashes.baseAddress, starts: starts.baseAddress, ends: ends.baseAddress, count: 0, words: 0,
            all_caps: 0)
          var position = 0
          var isPlain = false
          while position < text.count {
            let stop = set.cut(text.baseAddress, text.count, &position, isPlain, &tokens)
            // Between tokens, any place says the same.
            position = kernel_reference_next(text.baseAddress, text.count, position)
            found.stops.append(stop.rawValue)
            found.places.append(position)
            isPlain = stop == SLUICE_MAYBE_SPACED || stop == SLUICE_MAYBE_DISGUISED
            if stop == SLUICE_CAREFUL { position = min(text.count, position + Int.random(in: 1...3, using: &random)) }
            if tokens.count == SLUICE_BLOCK || position == text.count {
              found.blocks.append(
                Tokens(
                  hashes: Array(hashes.prefix(tokens.count)), starts: Array(starts.prefix(tokens.count)),
                  ends: Array(ends.prefix(tokens.count)), words: tokens.words, allCaps: tokens.all_caps))
              tokens.count = 0
              tokens.words = 0
              tokens.all_caps = 0
            }
          }
        }
      }
    }
    return found
  }

  @Test func everyVariantCutsAsTheReference() throws {
    let memory = try GuardedMemory(capacity: HostileTexts.longest)
    for seed in 0..<1500 as Range<UInt64> {
      memory.atBothEdges(HostileTexts.text(seed)) { text in
        let expected = Self.cut(text, with: Kernels.reference, seed: seed)
        for set in Kernels.variants {
          let found = Self.cut(text, with: set, seed: seed)
          #expect(found.blocks == expected.blocks, "\(Kernels.name(set)), seed \(seed)")
          #expect(
            found.stops == expected.stops && found.places == expected.places, "\(Kernels.name(set)), seed \(seed)")
        }
      }
    }
  }

  @Test func theTextsReachEveryReasonToStopAndFullBlocks() throws {
    let memory = try GuardedMemory(capacity: HostileTexts.longest)
    var stops: Set<UInt32> = []
    var (fullBlocks, longWords) = (0, 0)
    for seed in 0..<1500 as Range<UInt64> {
      let found = Self.cut(memory.place(HostileTexts.text(seed), atEnd: true), with: Kernels.reference, seed: seed)
      stops.formUnion(found.stops)
      for block in found.blocks {
        fullBlocks += block.hashes.count == 64 ? 1 : 0
        longWords += zip(block.starts, block.ends).count { $1 - $0 > 64 }
      }
    }
    #expect(stops == [0, 1, 2, 3])
    #expect(fullBlocks > 50 && longWords > 50)
  }
}
