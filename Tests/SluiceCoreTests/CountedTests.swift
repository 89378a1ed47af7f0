import SluiceCore
import Testing

struct CountedTests {
  @Test(arguments: [
    (0, "0 shards"), (1, "1 shard"), (2, "2 shards"), (1_000, "1,000 shards"), (1_234_567, "1,234,567 shards"),
    (-1_000, "-1,000 shards"),
  ])
  func nounsAgreeWithTheirNumbers(_ number: Int, _ text: String) { #expect(number.counted("shard") == text) }

  @Test func irregularPluralsAreGiven() {
    #expect(1.counted("mix", "mixes") == "1 mix" && 12.counted("mix", "mixes") == "12 mixes")
  }
}
