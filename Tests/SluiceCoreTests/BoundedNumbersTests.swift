import SluiceCore
import Testing

/// Arithmetic on numbers from outside never traps.
struct BoundedNumbersTests {
  @Test func resultsThatDoNotFitAreTheNearestThatDo() {
    #expect(Int.max.plus(1) == .max && Int.min.plus(-1) == .min && 2.plus(-3) == -1)
    #expect(Int.min.minus(1) == .min && Int.max.minus(-1) == .max && 2.minus(3) == -1)
    #expect([Int.max, Int.max, 5].boundedSum() == .max && [1, 2, 3].boundedSum() == 6)
  }

  @Test(arguments: [
    (Double.infinity, Int.max), (-.infinity, .min), (.nan, 0), (1e300, .max), (-1e300, .min), (0x1p63, .max), (1.9, 1),
    (-1.9, -1), (Double.leastNonzeroMagnitude, 0),
  ])
  func everyDoubleHasAWholeNumber(_ number: Double, _ whole: Int) { #expect(Int(bounding: number) == whole) }

  @Test func countsAreHeldWithinWhatACountCanBe() {
    #expect(Int.max.asCount == Int.mostCounted && Int.min.asCount == 0 && 7.asCount == 7)
    #expect(Int.mostCounted.multipliedReportingOverflow(by: 1_000_000).overflow == false)
  }
}
