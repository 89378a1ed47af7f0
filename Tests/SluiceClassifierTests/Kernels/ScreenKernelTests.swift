import CKernelReferences
import CKernels
import SluiceCore
import Testing

struct ScreenKernelTests {
  private static let entries: [UInt16] = {
    var random = SplitMix64(seed: 1)
    return (0..<1 << SLUICE_SCREEN_BITS).map { _ in
      UInt16.random(in: 0...UInt16(SLUICE_SCREEN_LARGEST), using: &random) | (Bool.random(using: &random) ? 0x8000 : 0)
    }
  }()

  private static func strides(_ text: UnsafeBufferPointer<UInt8>, _ set: kernel_set) -> [[UInt32]] {
    let count = (text.count + Int(SLUICE_STRIDE) - 1) / Int(SLUICE_STRIDE)
    // Not zeros: a number that is not written must not pass for one. One more, which nothing may be written to.
    var strides = Array(repeating: sluice_stride(weight: 7, words: 7, common: 7, obfuscation: 7), count: count + 1)
    set.screen(text.baseAddress, text.count, entries, &strides)
    return strides.map { [$0.weight, $0.words, $0.common, $0.obfuscation] }
  }

  private static func slots(_ text: UnsafeBufferPointer<UInt8>, _ set: kernel_set) -> [UInt32] {
    [UInt32](unsafeUninitializedCapacity: text.count / 2 + 1) {
      $1 = set.screen_slots(text.baseAddress, text.count, $0.baseAddress)
    }
  }

  @Test func everyVariantSeesWhatTheReferenceSees() throws {
    let memory = try GuardedMemory(capacity: HostileTexts.longest)
    for seed in 0..<1500 as Range<UInt64> {
      memory.atBothEdges(HostileTexts.text(seed)) { text in
        let expected = Self.strides(text, Kernels.reference)
        for set in Kernels.variants {
          #expect(Self.strides(text, set) == expected, "\(Kernels.name(set)), seed \(seed), \(text.count) bytes")
        }
        #expect(Self.slots(text, Kernels.variants[0]) == Self.slots(text, Kernels.reference), "seed \(seed)")
      }
    }
  }

  /// As many words as a stride can hold, each with the largest entry: sums must not run over.
  @Test(arguments: ["a ", "I.", "x"]) func theLargestSumsAreExact(_ piece: String) throws {
    let text = Array(String(repeating: piece, count: HostileTexts.longest / piece.utf8.count).utf8)
    let largest = [UInt16](
      repeating: UInt16(SLUICE_SCREEN_LARGEST) | UInt16(SLUICE_SCREEN_COMMON), count: 1 << SLUICE_SCREEN_BITS)
    let memory = try GuardedMemory(capacity: HostileTexts.longest)
    memory.atBothEdges(text) { text in
      func sums(_ set: kernel_set) -> [[UInt32]] {
        var strides = [sluice_stride](repeating: sluice_stride(), count: text.count / Int(SLUICE_STRIDE) + 1)
        set.screen(text.baseAddress, text.count, largest, &strides)
        return strides.map { [$0.weight, $0.words, $0.common] }
      }
      for set in Kernels.variants { #expect(sums(set) == sums(Kernels.reference), "\(Kernels.name(set))") }
    }
  }
}
