import SluiceCore
import Testing

struct SplitMix64Tests {
  /// From the reference program of Vigna (prng.di.unimi.it/splitmix64.c).
  private static let ofSeed1234567: [UInt64] = [
    6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
    16_408_922_859_458_223_821,
  ]

  @Test func itGivesTheNumbersOfTheReference() {
    var generator = SplitMix64(seed: 1_234_567)
    #expect(Self.ofSeed1234567.map { _ in generator.next() } == Self.ofSeed1234567)
  }

  @Test func anyNumberCanBeHadWithoutThoseBefore() {
    for (index, number) in Self.ofSeed1234567.enumerated() {
      #expect(SplitMix64.number(index, seed: 1_234_567) == number)
    }
  }
}
