import CKernelReferences
import CKernels
import SluiceCore
import Testing

struct StartKernelTests {
  /// Words of one, two or three letters that hostile texts have, in either case.
  private func starts(_ generator: inout SplitMix64) -> [sluice_starts] {
    var starts = sluice_starts()
    for _ in 0..<Int.random(in: 0...40, using: &generator) {
      let length = Int.random(in: 0..<30, using: &generator) == 0 ? 1 : Int.random(in: 2...5, using: &generator)
      let isFollowed = Bool.random(using: &generator)
      let word = (0..<5).map { place -> sluice_ascii in
        if place >= length, place < 4 || !isFollowed { return sluice_ascii(bits: (.max, place == length ? 1 : .max)) }
        let letter = UInt64.random(in: 1...26, using: &generator)
        return sluice_ascii(bits: (0, 1 << letter | 1 << (letter + 32)))
      }
      sluice_enter_start(&starts, UInt32.random(in: 0..<8, using: &generator), word)
    }
    return [starts]
  }

  @Test func everyVariantFindsThePlacesThatTheReferenceFinds() throws {
    let memory = try GuardedMemory(capacity: HostileTexts.longest)
    for seed in 0..<300 as Range<UInt64> {
      var generator = SplitMix64(seed: seed)
      let starts = starts(&generator)
      memory.atBothEdges(HostileTexts.text(seed)) { text in
        for set in Kernels.variants {
          var from = 0
          while from < text.count {
            let expected = Kernels.reference.find_start(text.baseAddress, text.count, from, starts)
            let found = set.find_start(text.baseAddress, text.count, from, starts)
            guard found == expected else {
              Issue.record("\(Kernels.name(set)), seed \(seed), from \(from): \(found), not \(expected)")
              break
            }
            from = expected + 1
          }
        }
      }
    }
  }
}
