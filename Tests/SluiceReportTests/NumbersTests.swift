import SluiceReport
import Testing

struct NumbersTests {
  @Test(arguments: [
    (0.0, 0, "0"), (1, 0, "1"), (-0.004, 2, "0.00"), (-1.005, 1, "-1.0"), (0.05, 1, "0.1"), (9.996, 2, "10.00"),
    (1234.5, 1, "1234.5"), (.infinity, 2, "-"), (.nan, 0, "-"),
  ])
  func decimalsAreFixed(_ value: Double, _ places: Int, _ text: String) {
    #expect(Numbers.decimal(value, places) == text)
  }

  @Test func countsAreGrouped() {
    #expect([0, 1, 999, 1000, 1_234_567].map(Numbers.count) == ["0", "1", "999", "1,000", "1,234,567"])
  }

  @Test func sharesBelowOnePerCentHaveTwoDecimals() {
    #expect(
      [0, 0.0004, 0.0099, 0.00996, 0.5, 1].map(Numbers.share) == [
        "0.0 %", "0.04 %", "0.99 %", "1.0 %", "50.0 %", "100.0 %",
      ])
    #expect(Numbers.percent(1, of: 3) == "33.33 %" && Numbers.percent(0, of: 0) == "-")
    #expect(Numbers.percentWhole(2, of: 3) == "67 %" && Numbers.percentWhole(1, of: 0) == "-")
  }

  @Test func largeNumbersAreShort() {
    #expect(
      [0, 1, 999_999, 1e6, 123e6, 4.15e9, 2e12].map(Numbers.short) == [
        "0", "1", "999,999", "1.0 million", "123 million", "4.2 billion", "2.0 trillion",
      ])
    #expect(
      [0, 1, 999, 1000, 99_949, 99_950, 4_500_000].map(Numbers.compact) == [
        "0", "1", "999", "1.0k", "99.9k", "100k", "4.5M",
      ])
    #expect([0, 1, 999, 1000, 1_500_000_000].map(Numbers.bytes) == ["0 B", "1 B", "999 B", "1.0 kB", "1.5 GB"])
    #expect([0, 0.125, 99.5, 100.2].map(Numbers.money) == ["0.00", "0.13", "99.50", "101"])
  }

  @Test func durationsHaveTwoUnits() {
    #expect(
      [0, 4.24, 59.9, 60, 130, 3600, 11_100].map(Numbers.duration) == [
        "0.0 s", "4.2 s", "59.9 s", "1 min 00 s", "2 min 10 s", "1 h 00 min", "3 h 05 min",
      ])
  }
}
