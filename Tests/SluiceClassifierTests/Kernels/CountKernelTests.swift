import CKernelReferences
import Testing

struct CountKernelTests {
  @Test func everyVariantCountsAsTheReference() throws {
    let memory = try GuardedMemory(capacity: HostileTexts.longest)
    let reference = Kernels.reference
    for seed in 0..<600 as Range<UInt64> {
      let text = HostileTexts.text(seed)
      let bytes = [UInt8(ascii: "\n"), UInt8(ascii: "a"), 0, 0xFF, text.last ?? 1, text.first ?? 1]
      memory.atBothEdges(text) { text in
        for set in Kernels.variants {
          let (base, count) = (text.baseAddress, text.count)
          let name = "\(Kernels.name(set)), seed \(seed)"
          #expect(set.count_words(base, count) == reference.count_words(base, count), "\(name)")
          #expect(set.count_scalars(base, count) == reference.count_scalars(base, count), "\(name)")
          for byte in bytes {
            #expect(set.count_byte(base, count, byte) == reference.count_byte(base, count, byte), "\(name)")
            #expect(set.size_to_last(base, count, byte) == reference.size_to_last(base, count, byte), "\(name)")
          }
        }
      }
    }
  }
}
